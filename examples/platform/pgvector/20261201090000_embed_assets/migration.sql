-- What an asset is like, for finding similar ones. Needs pgvector, which not every server has.
CREATE EXTENSION IF NOT EXISTS "vector";

ALTER TABLE "planning"."assets" ADD COLUMN "embedding" vector(384);
