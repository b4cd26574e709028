-- The way back from 20261129200010_moderation_rules, generated from the catalog before and after it.

REVOKE ALL ("muted_until") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ON TYPE "public"."hold_reason" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."purge_kind" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
DROP POLICY "community" ON "public"."comment_revisions";
DROP POLICY "community" ON "public"."holds";
DROP POLICY "community" ON "public"."moderation_effects";
DROP POLICY "community" ON "public"."moderation_undos";
DROP POLICY "community" ON "public"."purges";
DROP POLICY "community" ON "public"."queue_claims";

DROP FUNCTION "public"."agora_comment_wait"(uuid, uuid, uuid);
DROP FUNCTION "public"."agora_lookalike"(text);
DROP FUNCTION "public"."agora_purge"(uuid, uuid, public.purge_kind, uuid, uuid, text);
DROP FUNCTION "public"."agora_purge_written"(uuid, uuid, integer);
DROP FUNCTION "public"."agora_set_moderation"(uuid, jsonb);

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."comment_revisions" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."comment_revisions" DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."comment_revisions" FROM "agora_app";
REVOKE ALL ON TABLE "public"."comment_revisions" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."comment_revisions" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."comment_revisions" OWNER TO CURRENT_USER;
ALTER TABLE "public"."holds" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."holds" DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."holds" FROM "agora_app";
REVOKE ALL ON TABLE "public"."holds" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."holds" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."holds" OWNER TO CURRENT_USER;
ALTER TABLE "public"."moderation_effects" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."moderation_effects" DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."moderation_effects" FROM "agora_app";
REVOKE ALL ON TABLE "public"."moderation_effects" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."moderation_effects" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."moderation_effects" OWNER TO CURRENT_USER;
ALTER TABLE "public"."moderation_undos" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."moderation_undos" DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."moderation_undos" FROM "agora_app";
REVOKE ALL ON TABLE "public"."moderation_undos" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."moderation_undos" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."moderation_undos" OWNER TO CURRENT_USER;
ALTER TABLE "public"."purges" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."purges" DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."purges" FROM "agora_app";
REVOKE ALL ON TABLE "public"."purges" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."purges" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."purges" OWNER TO CURRENT_USER;
ALTER TABLE "public"."queue_claims" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."queue_claims" DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."queue_claims" FROM "agora_app";
REVOKE ALL ON TABLE "public"."queue_claims" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."queue_claims" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."queue_claims" OWNER TO CURRENT_USER;

ALTER TYPE "public"."hold_reason" OWNER TO CURRENT_USER;
ALTER TYPE "public"."purge_kind" OWNER TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."comment_revisions" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."comment_revisions" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."holds" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."holds" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."moderation_effects" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."moderation_effects" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."moderation_undos" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."moderation_undos" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."purges" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."purges" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."queue_claims" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."queue_claims" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."hold_reason" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."hold_reason" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."purge_kind" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."purge_kind" TO CURRENT_USER;
