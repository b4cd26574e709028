-- The way back from 20261130083540_seal_credentials, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."credentials" DROP CONSTRAINT "credentials_secret_sealed";
