-- agora: loses table public.communities
-- agora: loses table public.users
-- agora: loses table public.user_preferences
-- agora: loses table public.user_statistics
-- agora: loses table public.oauth_accounts
-- agora: loses table public.channels
-- agora: loses table public.tags
-- agora: loses table public.posts
-- agora: loses table public.post_tags
-- agora: loses table public.comments
-- agora: loses table public.media
-- agora: loses table public.levels
-- agora: loses table public.achievements
-- agora: loses table public.user_achievements
-- agora: loses table public.point_economies
-- agora: loses table public.point_transactions
-- agora: loses table public.reports
-- agora: loses table public.bans
-- agora: loses table public.post_likes
-- agora: loses table public.comment_likes
-- The way back from 20261121033000_forum_tables, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."achievements" DROP CONSTRAINT "achievements_community_id_fkey";
ALTER TABLE "public"."bans" DROP CONSTRAINT "bans_community_id_fkey";
ALTER TABLE "public"."bans" DROP CONSTRAINT "bans_community_id_moderator_id_fkey";
ALTER TABLE "public"."bans" DROP CONSTRAINT "bans_community_id_user_id_fkey";
ALTER TABLE "public"."channels" DROP CONSTRAINT "channels_community_id_fkey";
ALTER TABLE "public"."comment_likes" DROP CONSTRAINT "comment_likes_community_id_comment_id_fkey";
ALTER TABLE "public"."comment_likes" DROP CONSTRAINT "comment_likes_community_id_fkey";
ALTER TABLE "public"."comment_likes" DROP CONSTRAINT "comment_likes_community_id_user_id_fkey";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_community_id_author_id_fkey";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_community_id_fkey";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_community_id_post_id_fkey";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_community_id_post_id_parent_path_parent_created_a_fkey";
ALTER TABLE "public"."levels" DROP CONSTRAINT "levels_community_id_fkey";
ALTER TABLE "public"."media" DROP CONSTRAINT "media_community_id_fkey";
ALTER TABLE "public"."media" DROP CONSTRAINT "media_community_id_post_id_fkey";
ALTER TABLE "public"."oauth_accounts" DROP CONSTRAINT "oauth_accounts_community_id_fkey";
ALTER TABLE "public"."oauth_accounts" DROP CONSTRAINT "oauth_accounts_community_id_user_id_fkey";
ALTER TABLE "public"."point_economies" DROP CONSTRAINT "point_economies_community_id_fkey";
ALTER TABLE "public"."point_transactions" DROP CONSTRAINT "point_transactions_community_id_fkey";
ALTER TABLE "public"."point_transactions" DROP CONSTRAINT "point_transactions_community_id_user_id_fkey";
ALTER TABLE "public"."post_likes" DROP CONSTRAINT "post_likes_community_id_fkey";
ALTER TABLE "public"."post_likes" DROP CONSTRAINT "post_likes_community_id_post_id_fkey";
ALTER TABLE "public"."post_likes" DROP CONSTRAINT "post_likes_community_id_user_id_fkey";
ALTER TABLE "public"."post_tags" DROP CONSTRAINT "post_tags_community_id_fkey";
ALTER TABLE "public"."post_tags" DROP CONSTRAINT "post_tags_community_id_post_id_fkey";
ALTER TABLE "public"."post_tags" DROP CONSTRAINT "post_tags_community_id_tag_id_fkey";
ALTER TABLE "public"."posts" DROP CONSTRAINT "posts_community_id_author_id_fkey";
ALTER TABLE "public"."posts" DROP CONSTRAINT "posts_community_id_channel_id_fkey";
ALTER TABLE "public"."posts" DROP CONSTRAINT "posts_community_id_fkey";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_community_id_comment_id_fkey";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_community_id_fkey";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_community_id_post_id_fkey";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_community_id_reported_user_id_fkey";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_community_id_reporter_id_fkey";
ALTER TABLE "public"."reports" DROP CONSTRAINT "reports_community_id_resolved_by_id_fkey";
ALTER TABLE "public"."tags" DROP CONSTRAINT "tags_community_id_fkey";
ALTER TABLE "public"."user_achievements" DROP CONSTRAINT "user_achievements_community_id_achievement_id_fkey";
ALTER TABLE "public"."user_achievements" DROP CONSTRAINT "user_achievements_community_id_fkey";
ALTER TABLE "public"."user_achievements" DROP CONSTRAINT "user_achievements_community_id_user_id_fkey";
ALTER TABLE "public"."user_preferences" DROP CONSTRAINT "user_preferences_community_id_fkey";
ALTER TABLE "public"."user_preferences" DROP CONSTRAINT "user_preferences_community_id_user_id_fkey";
ALTER TABLE "public"."user_statistics" DROP CONSTRAINT "user_statistics_community_id_fkey";
ALTER TABLE "public"."user_statistics" DROP CONSTRAINT "user_statistics_community_id_user_id_fkey";
ALTER TABLE "public"."users" DROP CONSTRAINT "users_community_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."achievements";
DROP TABLE "public"."bans";
DROP TABLE "public"."channels";
DROP TABLE "public"."comment_likes";
DROP TABLE "public"."comments";

DROP TYPE "public"."comment_status";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."communities";

DROP TYPE "public"."plan";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."levels";
DROP TABLE "public"."media";
DROP TABLE "public"."oauth_accounts";
DROP TABLE "public"."point_economies";
DROP TABLE "public"."point_transactions";

DROP TYPE "public"."point_reason";
DROP TYPE "public"."point_source";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."post_likes";
DROP TABLE "public"."post_tags";
DROP TABLE "public"."posts";

DROP TYPE "public"."post_status";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."reports";

DROP TYPE "public"."report_reason";
DROP TYPE "public"."report_status";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."tags";
DROP TABLE "public"."user_achievements";
DROP TABLE "public"."user_preferences";

DROP TYPE "public"."digest_frequency";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."user_statistics";
DROP TABLE "public"."users";

DROP TYPE "public"."user_role";
DROP TYPE "public"."user_status";
