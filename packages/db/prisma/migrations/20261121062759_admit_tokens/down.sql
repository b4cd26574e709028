-- The way back from 20261121062759_admit_tokens, generated from the catalog before and after it.

REVOKE ALL ON TABLE "public"."oauth_grants" FROM "agora_app";
REVOKE ALL ON TABLE "public"."oauth_grants" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."oauth_grants" FROM "agora_owner";
REVOKE ALL ("token_version") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ON TYPE "public"."oauth_purpose" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
DROP POLICY "community" ON "public"."oauth_grants";

DROP FUNCTION "public"."agora_readmit"(uuid, uuid, integer);
DROP FUNCTION "public"."agora_status_now"(uuid, uuid);

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."oauth_grants" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."oauth_grants" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."oauth_grants" OWNER TO CURRENT_USER;

ALTER TYPE "public"."oauth_purpose" OWNER TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."oauth_grants" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."oauth_grants" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."oauth_purpose" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."oauth_purpose" TO CURRENT_USER;
