-- Media are asked for by their content id, wherever in the community they are.
CREATE INDEX CONCURRENTLY "media_community_id_cid_idx" ON "media"("community_id", "cid");
