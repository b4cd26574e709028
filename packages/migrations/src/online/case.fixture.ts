/** A schema as histories have it: names of every kind, a partitioned table, keys of several columns. */
export const INIT = `CREATE SCHEMA "crm";
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "age" INTEGER, "role" "Role" NOT NULL DEFAULT 'USER', "meta" JSON, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "authorId" TEXT, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_title_idx" ON "Post"("title");
CREATE INDEX "Post_slug_idx" ON "Post"("slug");
CREATE TABLE "crm"."Order Line" ("order" UUID NOT NULL, "no" INTEGER NOT NULL, "sum" NUMERIC(10,2), "note" TEXT, PRIMARY KEY ("order", "no"));
CREATE TYPE "Mood" AS ENUM ('x');
CREATE TABLE "keyless" ("a" INTEGER, "b" TEXT, "c" "Mood"[]);
CREATE INDEX "Role_idx" ON "keyless"("c");
CREATE TABLE "event" ("id" BIGINT NOT NULL, "at" TIMESTAMPTZ NOT NULL, "kind" TEXT, "userId" TEXT) PARTITION BY RANGE ("at");
CREATE TABLE "event_2025" PARTITION OF "event" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "event_2026" PARTITION OF "event" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE "log" ("id" BIGINT NOT NULL, "at" DATE NOT NULL, "area" TEXT NOT NULL, "kind" TEXT) PARTITION BY LIST ("area");
CREATE TABLE "crm"."log eu" PARTITION OF "log" FOR VALUES IN ('eu') PARTITION BY RANGE ("at");
CREATE TABLE "log_eu_2025" PARTITION OF "crm"."log eu" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "log_rest" PARTITION OF "log" DEFAULT;
CREATE TABLE "measurements of the weather stations in the mountains" ("id" BIGINT NOT NULL, "at" DATE NOT NULL, "temperature" REAL) PARTITION BY RANGE ("at");
CREATE TABLE "measurements of the weather stations in the mountains, 2025" PARTITION OF "measurements of the weather stations in the mountains" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "measurements of the weather stations in the mountains, 2026" PARTITION OF "measurements of the weather stations in the mountains" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE "App" ("id" TEXT PRIMARY KEY, "team" TEXT NOT NULL, "name" TEXT NOT NULL, "project" TEXT);
CREATE UNIQUE INDEX "team_name" ON "App"("team", "name");
ALTER TABLE "App" SET SCHEMA "crm";
ALTER TABLE "crm"."App" RENAME TO "Resource";
CREATE FUNCTION "shout"(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(t)';
CREATE MATERIALIZED VIEW "totals" AS SELECT "order", sum("sum") AS total FROM "crm"."Order Line" GROUP BY "order";
CREATE UNIQUE INDEX "totals_key" ON "totals"("order");
CREATE TABLE "gauge" ("id" INTEGER PRIMARY KEY, "level" INTEGER NOT NULL DEFAULT 5, "kind" TEXT, CONSTRAINT "gauge_kind_key" UNIQUE ("kind"));
CREATE POLICY "own" ON "gauge" USING ("id" > 1);
`;

/** A migration, and what becomes of it. */
export interface OnlineCase {
  readonly it: string;
  readonly up: string;
  /** What the files hold, one after the other; of a statement its beginning or a part. */
  readonly files: readonly (readonly string[])[];
  /** The same on an older server than PostgreSQL 18, where that is another. */
  readonly before18?: readonly (readonly string[])[];
  /** The statements of backfills. */
  readonly backfills?: readonly string[];
  /** Rules of what stays, or parts of the reasons. */
  readonly left?: readonly string[];
  /** It is compared on rows of every table: what stops the original is taken out, and no more. */
  readonly filled?: true;
  /** Its ways back are found and proven too. */
  readonly back?: true;
}
