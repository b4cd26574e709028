-- agora: compatible
-- agora: allow not-compatible because the expression is that of an index which older code fills already
CREATE INDEX CONCURRENTLY "comments_kept_words_idx" ON "comments" USING GIN (coalesce("words", "agora_search_comment"("body")));
