-- Three roles, none of which can log in: grant them to the logins of your installation.
--   agora_owner   owns the tables; migrations run as a member of it
--   agora_app     the API: bound by row-level security
--   agora_loader  seeding and COPY: bypasses row-level security (COPY is refused to roles that it binds)
-- Roles belong to the whole server, so they may exist already, and rolling this migration back leaves them.

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM (VALUES
    ('agora_owner', 'NOLOGIN'), ('agora_app', 'NOLOGIN'), ('agora_loader', 'NOLOGIN BYPASSRLS')
  ) AS roles ("name", "options") LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted."name") THEN
        EXECUTE format('CREATE ROLE %I %s', wanted."name", wanted."options");
      END IF;
      -- So that the login which migrates can hand tables to the owner and become each role.
      IF NOT pg_has_role(current_user, wanted."name", 'USAGE') THEN
        EXECUTE format('GRANT %I TO %I', wanted."name", current_user);
      END IF;
    EXCEPTION
      -- Another database of this server is running the same migration: its role is ours too.
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END;
$$;

GRANT USAGE, CREATE ON SCHEMA public TO agora_owner;
GRANT USAGE ON SCHEMA public TO agora_app, agora_loader;

-- Everything the forum made belongs to agora_owner.
ALTER TABLE "communities" OWNER TO agora_owner;
ALTER TABLE "users" OWNER TO agora_owner;
ALTER TABLE "user_preferences" OWNER TO agora_owner;
ALTER TABLE "user_statistics" OWNER TO agora_owner;
ALTER TABLE "oauth_accounts" OWNER TO agora_owner;
ALTER TABLE "levels" OWNER TO agora_owner;
ALTER TABLE "achievements" OWNER TO agora_owner;
ALTER TABLE "user_achievements" OWNER TO agora_owner;
ALTER TABLE "channels" OWNER TO agora_owner;
ALTER TABLE "tags" OWNER TO agora_owner;
ALTER TABLE "posts" OWNER TO agora_owner;
ALTER TABLE "post_tags" OWNER TO agora_owner;
ALTER TABLE "comments" OWNER TO agora_owner;
ALTER TABLE "media" OWNER TO agora_owner;
ALTER TABLE "post_likes" OWNER TO agora_owner;
ALTER TABLE "comment_likes" OWNER TO agora_owner;
ALTER TABLE "point_economies" OWNER TO agora_owner;
ALTER TABLE "point_transactions" OWNER TO agora_owner;
ALTER TABLE "reports" OWNER TO agora_owner;
ALTER TABLE "bans" OWNER TO agora_owner;
ALTER TYPE "plan" OWNER TO agora_owner;
ALTER TYPE "user_role" OWNER TO agora_owner;
ALTER TYPE "user_status" OWNER TO agora_owner;
ALTER TYPE "digest_frequency" OWNER TO agora_owner;
ALTER TYPE "post_status" OWNER TO agora_owner;
ALTER TYPE "comment_status" OWNER TO agora_owner;
ALTER TYPE "point_reason" OWNER TO agora_owner;
ALTER TYPE "point_source" OWNER TO agora_owner;
ALTER TYPE "report_reason" OWNER TO agora_owner;
ALTER TYPE "report_status" OWNER TO agora_owner;
ALTER FUNCTION "agora_refuse_ledger_change"() OWNER TO agora_owner;
ALTER FUNCTION "agora_post_points"(uuid, uuid, uuid, integer, "point_reason", text, "point_source", uuid) OWNER TO agora_owner;

-- The application reads communities, and works on what belongs to one.
GRANT SELECT ON "communities" TO agora_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "user_preferences", "user_statistics", "oauth_accounts", "user_achievements",
  "channels", "tags", "posts", "post_tags", "comments", "media", "post_likes", "comment_likes",
  "levels", "achievements", "point_economies", "reports", "bans" TO agora_app;

-- Balances move with the ledger only: not by UPDATE of users, not by INSERT into the ledger.
GRANT SELECT, INSERT ON "users" TO agora_app;
GRANT UPDATE (
  "email", "username", "display_name", "password_hash", "role", "status", "email_verified_at",
  "level", "bio", "avatar", "last_seen_at", "updated_at"
) ON "users" TO agora_app;
GRANT SELECT ON "point_transactions" TO agora_app;

ALTER FUNCTION "agora_post_points"(uuid, uuid, uuid, integer, "point_reason", text, "point_source", uuid) SECURITY DEFINER;
REVOKE ALL ON FUNCTION "agora_post_points"(uuid, uuid, uuid, integer, "point_reason", text, "point_source", uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_post_points"(uuid, uuid, uuid, integer, "point_reason", text, "point_source", uuid) TO agora_app, agora_loader;

-- The loader reads and writes all of it; the ledger's triggers bind it too.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "communities", "users", "user_preferences", "user_statistics", "oauth_accounts", "levels",
  "achievements", "user_achievements", "channels", "tags", "posts", "post_tags",
  "comments", "media", "post_likes", "comment_likes", "point_economies", "point_transactions",
  "reports", "bans" TO agora_loader;
