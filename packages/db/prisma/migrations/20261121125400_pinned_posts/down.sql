-- The way back from 20261121125400_pinned_posts, generated from the catalog before and after it.

DROP INDEX CONCURRENTLY "public"."posts_pinned_idx";
