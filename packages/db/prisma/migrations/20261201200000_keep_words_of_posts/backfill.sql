-- agora: backfill posts by (community_id, id)
-- agora: done when SELECT NOT EXISTS (SELECT 1 FROM posts WHERE words IS NULL)
-- The trigger makes them. Until then search makes them anew, and finds the same.
UPDATE posts SET words = NULL WHERE words IS NULL AND :batch;
