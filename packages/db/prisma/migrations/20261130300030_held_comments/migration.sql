-- Comments of new members can wait for a moderator, as their posts do.

-- CreateTable
CREATE TABLE "comment_holds" (
    "community_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "reason" "hold_reason" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_holds_pkey" PRIMARY KEY ("community_id","comment_id")
);

-- AddForeignKey
ALTER TABLE "comment_holds" ADD CONSTRAINT "comment_holds_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_holds" ADD CONSTRAINT "comment_holds_community_id_comment_id_fkey" FOREIGN KEY ("community_id", "comment_id") REFERENCES "comments"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Written by hand: what Prisma has no syntax for.
ALTER TABLE "comment_holds" OWNER TO agora_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON "comment_holds" TO agora_app, agora_loader;

ALTER TABLE "comment_holds" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comment_holds" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "comment_holds" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

-- Whether what somebody writes, with so many links, waits because they are new here, as the community settled it. Settings may
-- have been written by hand.
CREATE FUNCTION "agora_waits_as_new"(p_community_id uuid, p_user_id uuid, p_links integer) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = public, pg_temp
AS $$
  SELECT coalesce((SELECT u."role" = 'MEMBER'
      AND (c."settings" #>> '{moderation,holdNewMembers}' = 'EVERYTHING'
        OR c."settings" #>> '{moderation,holdNewMembers}' = 'LINKS' AND p_links > 0)
      AND u."created_at" > now() - interval '1 day'
        * CASE WHEN c."settings" #>> '{moderation,newMemberDays}' ~ '^[0-9]{1,3}$'
            THEN (c."settings" #>> '{moderation,newMemberDays}')::integer ELSE 1 END
    FROM "users" u JOIN "communities" c ON c."id" = p_community_id
   WHERE u."community_id" = p_community_id AND u."id" = p_user_id), false);
$$;
ALTER FUNCTION "agora_waits_as_new"(uuid, uuid, integer) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_waits_as_new"(uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_waits_as_new"(uuid, uuid, integer) TO agora_app, agora_loader;
