-- agora: compatible
-- agora: allow not-compatible because agora_search, by which older code searches, asks for the other index
DROP INDEX CONCURRENTLY "comments_words_idx";
