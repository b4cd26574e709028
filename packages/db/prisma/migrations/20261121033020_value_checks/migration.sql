-- The values that the database itself refuses. Prisma's schema has no syntax for CHECK.

-- Communities and accounts
ALTER TABLE "communities"
  ADD CONSTRAINT "communities_slug_check" CHECK ("slug" ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$');

ALTER TABLE "users"
  ADD CONSTRAINT "users_email_check" CHECK ("email" = lower("email") AND "email" ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  ADD CONSTRAINT "users_username_check" CHECK ("username" ~ '^[a-z0-9_]{3,30}$'),
  ADD CONSTRAINT "users_points_check" CHECK ("points" >= 0),
  ADD CONSTRAINT "users_ledger_sequence_check" CHECK ("ledger_sequence" >= 0),
  ADD CONSTRAINT "users_level_check" CHECK ("level" >= 1);

ALTER TABLE "user_preferences"
  ADD CONSTRAINT "user_preferences_theme_check" CHECK ("theme" IN ('system', 'light', 'dark'));

ALTER TABLE "user_statistics"
  ADD CONSTRAINT "user_statistics_counters_check"
    CHECK ("posts" >= 0 AND "comments" >= 0 AND "likes_given" >= 0 AND "likes_received" >= 0 AND "streak_days" >= 0);

ALTER TABLE "oauth_accounts"
  ADD CONSTRAINT "oauth_accounts_key_version_check" CHECK ("key_version" >= 1);

-- Content
ALTER TABLE "channels"
  ADD CONSTRAINT "channels_slug_check" CHECK ("slug" ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'),
  ADD CONSTRAINT "channels_position_check" CHECK ("position" >= 0);

ALTER TABLE "tags"
  ADD CONSTRAINT "tags_slug_check" CHECK ("slug" ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'),
  ADD CONSTRAINT "tags_colour_check" CHECK ("colour" ~ '^#[0-9a-f]{6}$');

ALTER TABLE "posts"
  ADD CONSTRAINT "posts_title_check" CHECK (length(btrim("title")) > 0),
  ADD CONSTRAINT "posts_counters_check" CHECK ("view_count" >= 0 AND "like_count" >= 0 AND "comment_count" >= 0),
  ADD CONSTRAINT "posts_chronology_check" CHECK ("last_activity_at" >= "created_at" AND "edited_at" >= "created_at");

ALTER TABLE "comments"
  ADD CONSTRAINT "comments_like_count_check" CHECK ("like_count" >= 0),
  ADD CONSTRAINT "comments_chronology_check" CHECK ("edited_at" >= "created_at" AND "accepted_at" >= "created_at");

ALTER TABLE "media"
  ADD CONSTRAINT "media_size_check" CHECK ("bytes" > 0 AND "width" > 0 AND "height" > 0),
  -- CIDv1 in base32: multibase prefix `b`, then RFC 4648 lower case without padding.
  ADD CONSTRAINT "media_cid_check" CHECK ("cid" ~ '^b[a-z2-7]{58,}$');

-- Economy
ALTER TABLE "levels"
  ADD CONSTRAINT "levels_range_check" CHECK ("rank" >= 1 AND "min_points" >= 0);

ALTER TABLE "achievements"
  ADD CONSTRAINT "achievements_points_check" CHECK ("points" >= 0);

ALTER TABLE "user_achievements"
  ADD CONSTRAINT "user_achievements_progress_check" CHECK ("progress" >= 0);

ALTER TABLE "point_economies"
  ADD CONSTRAINT "point_economies_values_check"
    CHECK ("post" >= 0 AND "comment" >= 0 AND "like_given" >= 0 AND "like_received" >= 0
      AND "answer_accepted" >= 0 AND "welcome_bonus" >= 0
      AND "daily_posts" >= 0 AND "daily_comments" >= 0 AND "daily_likes" >= 0);

ALTER TABLE "point_transactions"
  ADD CONSTRAINT "point_transactions_amount_check" CHECK ("amount" <> 0),
  ADD CONSTRAINT "point_transactions_balance_after_check" CHECK ("balance_after" >= 0),
  ADD CONSTRAINT "point_transactions_sequence_check" CHECK ("sequence" >= 1),
  ADD CONSTRAINT "point_transactions_source_check" CHECK (num_nonnulls("source_type", "source_id") IN (0, 2));

-- Moderation
ALTER TABLE "reports"
  ADD CONSTRAINT "reports_target_check" CHECK (num_nonnulls("post_id", "comment_id", "reported_user_id") = 1),
  ADD CONSTRAINT "reports_resolution_check"
    CHECK (("status" = 'OPEN') = ("resolved_at" IS NULL) AND ("status" = 'OPEN') = ("resolution" IS NULL)
      AND ("status" = 'OPEN') = ("resolved_by_id" IS NULL));

ALTER TABLE "bans"
  ADD CONSTRAINT "bans_period_check" CHECK ("ends_at" > "starts_at" AND "lifted_at" >= "starts_at"),
  ADD CONSTRAINT "bans_moderator_check" CHECK ("user_id" <> "moderator_id");
