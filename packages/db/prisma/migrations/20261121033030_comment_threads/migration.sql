-- The rules of a thread: what one row can tell. The rest is told by the foreign key
-- (community_id, post_id, parent_path, parent_created_at), which finds the parent in the same post,
-- one id shorter, with the time it claims.

ALTER TABLE "comments"
  ADD CONSTRAINT "comments_depth_check" CHECK ("depth" BETWEEN 0 AND 10),
  -- The path is depth + 1 ids of 16 bytes, the last of them the comment's own.
  ADD CONSTRAINT "comments_path_check"
    CHECK (octet_length("path") = 16 * ("depth" + 1) AND substring("path" FROM 16 * "depth" + 1) = uuid_send("id")),
  -- A reply has a parent, its path and its time; a comment on the post has none of them.
  ADD CONSTRAINT "comments_parent_check"
    CHECK (num_nulls("parent_id", "parent_path", "parent_created_at") = CASE WHEN "depth" = 0 THEN 3 ELSE 0 END),
  ADD CONSTRAINT "comments_parent_path_check"
    CHECK ("depth" = 0 OR ("parent_path" = substring("path" FOR 16 * "depth")
      AND substring("parent_path" FROM 16 * "depth" - 15) = uuid_send("parent_id"))),
  ADD CONSTRAINT "comments_parent_created_at_check" CHECK ("created_at" >= "parent_created_at");

-- One accepted answer a post.
CREATE UNIQUE INDEX "comments_accepted_key" ON "comments" ("community_id", "post_id") WHERE "accepted_at" IS NOT NULL;
