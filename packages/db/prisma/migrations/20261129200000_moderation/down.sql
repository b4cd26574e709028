-- agora: loses table public.comment_revisions
-- agora: loses table public.moderation_effects
-- agora: loses table public.moderation_undos
-- agora: loses table public.holds
-- agora: loses table public.queue_claims
-- agora: loses table public.purges
-- agora: loses column public.channels.slow_seconds
-- agora: loses column public.users.muted_until
-- agora: loses column public.posts.locked
-- agora: loses column public.posts.slow_seconds
-- agora: loses column public.reports.copy
-- The way back from 20261129200000_moderation, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."comment_revisions" DROP CONSTRAINT "comment_revisions_community_id_comment_id_fkey";
ALTER TABLE "public"."comment_revisions" DROP CONSTRAINT "comment_revisions_community_id_editor_id_fkey";
ALTER TABLE "public"."comment_revisions" DROP CONSTRAINT "comment_revisions_community_id_fkey";
ALTER TABLE "public"."holds" DROP CONSTRAINT "holds_community_id_fkey";
ALTER TABLE "public"."holds" DROP CONSTRAINT "holds_community_id_post_id_fkey";
ALTER TABLE "public"."moderation_effects" DROP CONSTRAINT "moderation_effects_community_id_entry_id_fkey";
ALTER TABLE "public"."moderation_effects" DROP CONSTRAINT "moderation_effects_community_id_fkey";
ALTER TABLE "public"."moderation_undos" DROP CONSTRAINT "moderation_undos_community_id_entry_id_fkey";
ALTER TABLE "public"."moderation_undos" DROP CONSTRAINT "moderation_undos_community_id_fkey";
ALTER TABLE "public"."moderation_undos" DROP CONSTRAINT "moderation_undos_community_id_undo_id_fkey";
ALTER TABLE "public"."purges" DROP CONSTRAINT "purges_community_id_admin_id_fkey";
ALTER TABLE "public"."purges" DROP CONSTRAINT "purges_community_id_fkey";
ALTER TABLE "public"."queue_claims" DROP CONSTRAINT "queue_claims_community_id_fkey";
ALTER TABLE "public"."queue_claims" DROP CONSTRAINT "queue_claims_community_id_moderator_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."channels" DROP COLUMN "slow_seconds";
ALTER TABLE "public"."posts" DROP COLUMN "locked";
ALTER TABLE "public"."posts" DROP COLUMN "slow_seconds";
ALTER TABLE "public"."reports" DROP COLUMN "copy";
ALTER TABLE "public"."users" DROP COLUMN "muted_until";
DROP TABLE "public"."comment_revisions";
DROP TABLE "public"."holds";

DROP TYPE "public"."hold_reason";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."moderation_effects";
DROP TABLE "public"."moderation_undos";
DROP TABLE "public"."purges";

DROP TYPE "public"."purge_kind";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."queue_claims";
