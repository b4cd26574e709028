-- The way back from 20261129110100_search_posts.

DROP INDEX CONCURRENTLY "public"."posts_words_idx";
