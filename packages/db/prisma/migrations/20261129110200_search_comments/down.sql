-- The way back from 20261129110200_search_comments.

DROP INDEX CONCURRENTLY "public"."comments_words_idx";
