-- The way back from 20261121033100_row_level_security, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP POLICY "community" ON "public"."achievements";
DROP POLICY "community" ON "public"."bans";
DROP POLICY "community" ON "public"."channels";
DROP POLICY "community" ON "public"."comment_likes";
DROP POLICY "community" ON "public"."comments";
DROP POLICY "community" ON "public"."levels";
DROP POLICY "community" ON "public"."media";
DROP POLICY "community" ON "public"."oauth_accounts";
DROP POLICY "community" ON "public"."point_economies";
DROP POLICY "community" ON "public"."point_transactions";
DROP POLICY "community" ON "public"."post_likes";
DROP POLICY "community" ON "public"."post_tags";
DROP POLICY "community" ON "public"."posts";
DROP POLICY "community" ON "public"."reports";
DROP POLICY "community" ON "public"."tags";
DROP POLICY "community" ON "public"."user_achievements";
DROP POLICY "community" ON "public"."user_preferences";
DROP POLICY "community" ON "public"."user_statistics";
DROP POLICY "community" ON "public"."users";
DROP POLICY "empty_ledger" ON "public"."users";

DROP FUNCTION "public"."agora_set_community"(uuid);

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."achievements" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."achievements" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."bans" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."bans" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."channels" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."channels" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."comment_likes" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."comment_likes" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."comments" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."comments" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."levels" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."levels" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."media" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."media" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."oauth_accounts" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."oauth_accounts" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."point_economies" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."point_economies" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."point_transactions" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."point_transactions" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."post_likes" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."post_likes" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."post_tags" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."post_tags" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."posts" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."posts" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."reports" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."reports" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."tags" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."tags" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."user_achievements" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."user_achievements" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."user_preferences" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."user_preferences" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."user_statistics" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."user_statistics" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."users" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."users" DISABLE ROW LEVEL SECURITY;
