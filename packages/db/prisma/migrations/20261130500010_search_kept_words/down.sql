-- The way back from 20261130500010_search_kept_words.

DROP INDEX CONCURRENTLY "public"."posts_kept_words_idx";
