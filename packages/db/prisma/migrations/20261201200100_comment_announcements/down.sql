-- agora: loses table public.comment_announcements
-- The way back from 20261201200100_comment_announcements. Followers who are not told yet are not told.

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."comment_announcements";
