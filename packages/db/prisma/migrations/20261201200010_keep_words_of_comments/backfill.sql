-- agora: backfill comments by (community_id, id)
-- agora: done when SELECT NOT EXISTS (SELECT 1 FROM comments WHERE words IS NULL)
-- The trigger makes them. Until then search makes them anew, and finds the same.
UPDATE comments SET words = NULL WHERE words IS NULL AND :batch;
