-- The way back from 20261121033020_value_checks, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."achievements" DROP CONSTRAINT "achievements_points_check";
ALTER TABLE "public"."bans" DROP CONSTRAINT "bans_moderator_check";
ALTER TABLE "public"."bans" DROP CONSTRAINT "bans_period_check";
ALTER TABLE "public"."channels" DROP CONSTRAINT "channels_position_check";
ALTER TABLE "public"."channels" DROP CONSTRAINT "channels_slug_check";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_chronology_check";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_like_count_check";
ALTER TABLE "public"."communities" DROP CONSTRAINT "communities_slug_check";
ALTER TABLE "public"."levels" DROP CONSTRAINT "levels_range_check";
ALTER TABLE "public"."media" DROP CONSTRAINT "media_cid_check";
ALTER TABLE "public"."media" DROP CONSTRAINT "media_size_check";
ALTER TABLE "public"."oauth_accounts" DROP CONSTRAINT "oauth_accounts_key_version_check";
ALTER TABLE "public"."point_economies" DROP CONSTRAINT "point_economies_values_check";
ALTER TABLE "public"."point_transactions" DROP CONSTRAINT "point_transactions_amount_check";
ALTER TABLE "public"."point_transactions" DROP CONSTRAINT "point_transactions_balance_after_check";
ALTER TABLE "public"."point_transactions" DROP CONSTRAINT "point_transactions_sequence_check";
ALTER TABLE "public"."point_transactions" DROP CONSTRAINT "point_transactions_source_check";
ALTER TABLE "public"."posts" DROP CONSTRAINT "posts_chronology_check";
ALTER TABLE "public"."posts" DROP CONSTRAINT "posts_counters_check";
ALTER TABLE "public"."posts" DROP CONSTRAINT "posts_title_check";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_resolution_check";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_target_check";
ALTER TABLE "public"."tags" DROP CONSTRAINT "tags_colour_check";
ALTER TABLE "public"."tags" DROP CONSTRAINT "tags_slug_check";
ALTER TABLE "public"."user_achievements" DROP CONSTRAINT "user_achievements_progress_check";
ALTER TABLE "public"."user_preferences" DROP CONSTRAINT "user_preferences_theme_check";
ALTER TABLE "public"."user_statistics" DROP CONSTRAINT "user_statistics_counters_check";
ALTER TABLE "public"."users" DROP CONSTRAINT "users_email_check";
ALTER TABLE "public"."users" DROP CONSTRAINT "users_ledger_sequence_check";
ALTER TABLE "public"."users" DROP CONSTRAINT "users_level_check";
ALTER TABLE "public"."users" DROP CONSTRAINT "users_points_check";
ALTER TABLE "public"."users" DROP CONSTRAINT "users_username_check";
