-- agora: compatible
-- agora: allow not-compatible because the expression is that of an index which older code fills already
CREATE INDEX CONCURRENTLY "posts_kept_words_idx" ON "posts" USING GIN (coalesce("words", "agora_search_post"("title", "body")));
