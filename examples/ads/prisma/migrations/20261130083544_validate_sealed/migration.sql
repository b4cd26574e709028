-- Fails where a secret is still plain: then `npm run seal` comes first.
ALTER TABLE "credentials" VALIDATE CONSTRAINT "credentials_secret_sealed";
