-- From here on only sealed secrets are written. What is plain stays until `npm run seal` has sealed it: a constraint
-- that is not valid binds what is written, not what is there.
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_secret_sealed"
  CHECK ("secret" ~ '^v[1-9][0-9]{0,3}:[A-Za-z0-9+/]{38,}={0,2}$') NOT VALID;
