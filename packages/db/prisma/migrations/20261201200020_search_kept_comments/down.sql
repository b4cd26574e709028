-- The way back from 20261201200020_search_kept_comments.

DROP INDEX CONCURRENTLY "public"."comments_kept_words_idx";
