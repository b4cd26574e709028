-- A search document beside each post, kept by the database: title (weight A), then body (weight B).
-- GENERATED is Prisma's `@default(dbgenerated(...))` in the schema, which has no other way to say it.

ALTER TABLE "posts" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('english'::regconfig, ("title")::text), 'A'::"char") ||
  setweight(to_tsvector('english'::regconfig, "body"), 'B'::"char")
) STORED;

CREATE INDEX "posts_search_idx" ON "posts" USING GIN ("search");
