-- The way back from 20261130083544_validate_sealed, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."credentials" DROP CONSTRAINT "credentials_secret_sealed";
ALTER TABLE "public"."credentials" ADD CONSTRAINT "credentials_secret_sealed" CHECK (((secret)::text ~ '^v[1-9][0-9]{0,3}:[A-Za-z0-9+/]{38,}={0,2}$'::text)) NOT VALID;
