/* oxlint-disable max-lines -- one history, read from top to bottom */
/** One migration of a made-up project that holds what real histories hold. */
export interface FixtureMigration {
  readonly name: string;
  readonly sql: string;
  /** Columns and tables whose rows do not come back, by the nature of the thing; none unless given. */
  readonly loses?: readonly string[];
  /** PostgreSQL has no way back, and why. */
  readonly irreversible?: string;
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** A history of a shop, each migration with one kind of change, in the style of Prisma and of people. */
export const RICH_HISTORY: readonly FixtureMigration[] = [
  {
    name: '01_init',
    sql: `-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" SERIAL NOT NULL,
    "userId" TEXT NOT NULL,
    "total" DECIMAL(65,30) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`,
  },
  {
    name: '02_byte_order_mark_and_crlf',
    sql: `\ufeff${crlf(`-- CreateTable
CREATE TABLE "Product" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sku" VARCHAR(32) NOT NULL,
    "title" TEXT NOT NULL,
    "price" INTEGER NOT NULL,
    CONSTRAINT "Product_pkey" PRIMARY KEY ("id")
);
`)}`,
  },
  {
    name: '03_comment_at_the_end',
    sql: `CREATE UNIQUE INDEX "Product_sku_key" ON "Product"("sku")
;
/* a block comment /* nested */ with ; in it */
-- and a last line without an end; no statement`,
  },
  {
    name: '04_dollar_quotes_and_trigger',
    sql: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW."note" := coalesce(NEW."note", '') || $x$;$x$;
  RETURN NEW;
END;
$body$;
CREATE TRIGGER order_touch BEFORE UPDATE OF "total" ON "Order" FOR EACH ROW WHEN (OLD."total" IS DISTINCT FROM NEW."total") EXECUTE FUNCTION touch();`,
  },
  {
    name: '05_do_block',
    sql: `DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['Tag', 'Label'] LOOP
    EXECUTE format('CREATE TABLE %I ("id" serial PRIMARY KEY, "name" text NOT NULL UNIQUE)', t);
  END LOOP;
END
$$;`,
  },
  { name: '06_enum_value_added', sql: `ALTER TYPE "Role" ADD VALUE 'GUEST' BEFORE 'USER';` },
  {
    name: '07_enum_value_added_and_used',
    sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
  },
  {
    name: '08_enum_dependents',
    sql: `CREATE VIEW "Admins" AS SELECT "id", "email" FROM "User" WHERE "role" = 'ADMIN';
CREATE FUNCTION guard_role() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER user_role BEFORE UPDATE OF "role" ON "User" FOR EACH ROW WHEN (NEW."role" = 'ADMIN') EXECUTE FUNCTION guard_role();
CREATE INDEX "User_admins_idx" ON "User"("email") WHERE "role" = 'ADMIN';
ALTER TABLE "User" ADD CONSTRAINT user_role_check CHECK ("role" <> 'GUEST' OR "name" IS NULL);`,
  },
  { name: '09_enum_value_under_dependents', sql: `ALTER TYPE "Role" ADD VALUE 'AUDITOR' AFTER 'ADMIN';` },
  {
    name: '10_enum_value_removed_as_prisma_does',
    sql: `/*
  Warnings: the values [GUEST] on the enum \`Role\` will be removed.
*/
BEGIN;
DROP VIEW "Admins";
DROP TRIGGER user_role ON "User";
DROP INDEX "User_admins_idx";
ALTER TABLE "User" DROP CONSTRAINT user_role_check;
CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN', 'AUDITOR', 'OWNER');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
UPDATE "User" SET "role" = 'USER' WHERE "role" = 'GUEST';
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;`,
    // Who was a GUEST is a USER from then on.
    loses: ['public.User.role'],
  },
  { name: '11_enum_value_renamed', sql: `ALTER TYPE "Role" RENAME VALUE 'AUDITOR' TO 'INSPECTOR';` },
  {
    name: '12_multi_schema',
    sql: `CREATE SCHEMA IF NOT EXISTS "billing";
CREATE TYPE "billing"."State" AS ENUM ('open', 'paid');
CREATE TABLE "billing"."Invoice" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) PRIMARY KEY,
  "orderId" INTEGER NOT NULL REFERENCES "public"."Order"("id") ON DELETE CASCADE,
  "state" "billing"."State" NOT NULL DEFAULT 'open',
  "states" "billing"."State"[] NOT NULL DEFAULT ARRAY['open']::"billing"."State"[]
);`,
  },
  {
    name: '13_partial_and_expression_indexes',
    sql: `CREATE INDEX "User_lower_email" ON "User" (lower("email"));
CREATE UNIQUE INDEX "Invoice_open" ON "billing"."Invoice" ("orderId") WHERE "state" = 'open';
CREATE INDEX "Product_title_idx" ON "Product" USING gin (to_tsvector('english', "title"));
CREATE INDEX "Order_total" ON "Order" ("total" DESC NULLS LAST) INCLUDE ("note") WITH (fillfactor = 80);`,
  },
  {
    name: '14_generated_columns',
    sql: `ALTER TABLE "Product" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (to_tsvector('simple', "title")) STORED;
ALTER TABLE "Product" ADD COLUMN "gross" integer GENERATED ALWAYS AS ("price" * 119 / 100) STORED;`,
  },
  {
    name: '15_generated_column_dropped',
    sql: `ALTER TABLE "Product" DROP COLUMN "gross";`,
  },
  {
    name: '16_serial_to_identity',
    sql: `ALTER TABLE "Tag" ALTER COLUMN "id" DROP DEFAULT;
DROP SEQUENCE "Tag_id_seq";
ALTER TABLE "Tag" ALTER COLUMN "id" ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 1000);`,
  },
  {
    name: '17_composite_keys',
    sql: `CREATE TABLE "OrderLine" (
  "orderId" integer NOT NULL REFERENCES "Order"("id"),
  "place" smallint NOT NULL CHECK ("place" > 0),
  "productId" uuid NOT NULL REFERENCES "Product"("id"),
  "parentPlace" smallint,
  PRIMARY KEY ("orderId", "place"),
  FOREIGN KEY ("orderId", "parentPlace") REFERENCES "OrderLine"("orderId", "place") DEFERRABLE INITIALLY DEFERRED
);`,
  },
  {
    name: '18_exclusion_constraint',
    sql: `CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE "Booking" (
  "id" serial PRIMARY KEY,
  "room" integer NOT NULL,
  "during" tstzrange NOT NULL,
  CONSTRAINT "Booking_no_overlap" EXCLUDE USING gist ("room" WITH =, "during" WITH &&)
);`,
  },
  {
    name: '19_views_on_views',
    sql: `CREATE VIEW "OrderTotals" AS SELECT "userId", sum("total") AS total FROM "Order" GROUP BY "userId";
CREATE VIEW "BigSpenders" WITH (security_barrier = true) AS SELECT * FROM "OrderTotals" WHERE total > 1000;
CREATE MATERIALIZED VIEW "SpenderNames" AS SELECT u."name", b.total FROM "BigSpenders" b JOIN "User" u ON u."id" = b."userId";
CREATE UNIQUE INDEX "SpenderNames_name" ON "SpenderNames" ("name");
COMMENT ON VIEW "BigSpenders" IS 'those who''d pay';`,
  },
  {
    name: '20_column_type_under_views',
    sql: `DROP MATERIALIZED VIEW "SpenderNames";
DROP VIEW "BigSpenders";
DROP VIEW "OrderTotals";
DROP TRIGGER order_touch ON "Order";
ALTER TABLE "Order" ALTER COLUMN "total" TYPE numeric(12,2);
CREATE TRIGGER order_touch BEFORE UPDATE OF "total" ON "Order" FOR EACH ROW WHEN (OLD."total" IS DISTINCT FROM NEW."total") EXECUTE FUNCTION touch();
CREATE VIEW "OrderTotals" AS SELECT "userId", sum("total") AS total, count(*) AS orders FROM "Order" GROUP BY "userId";
CREATE VIEW "BigSpenders" AS SELECT "userId", total FROM "OrderTotals" WHERE total > 2000;`,
    // Of thirty digits after the point two are kept.
    loses: ['public.Order.total'],
  },
  {
    name: '21_partitions',
    sql: `CREATE TABLE "Event" ("id" bigserial, "at" timestamptz NOT NULL, "kind" text NOT NULL, "payload" jsonb, PRIMARY KEY ("id", "at")) PARTITION BY RANGE ("at");
CREATE TABLE "Event_2024" PARTITION OF "Event" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Event_2025" PARTITION OF "Event" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX "Event_kind_idx" ON "Event" ("kind");`,
  },
  {
    name: '22_trigger_on_partitions',
    sql: `CREATE FUNCTION stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."kind" := lower(NEW."kind"); RETURN NEW; END $$;
CREATE TRIGGER event_stamp BEFORE INSERT ON "Event" FOR EACH ROW EXECUTE FUNCTION stamp_event();
ALTER TABLE "Event" ENABLE ALWAYS TRIGGER event_stamp;`,
  },
  {
    name: '23_partition_detached_and_added',
    sql: `ALTER TABLE "Event" DETACH PARTITION "Event_2024";
CREATE TABLE "Event_default" PARTITION OF "Event" DEFAULT;`,
  },
  {
    name: '24_list_and_hash_partitions',
    sql: `CREATE TABLE "Metric" ("region" text NOT NULL, "n" int NOT NULL, "v" double precision) PARTITION BY LIST ("region");
CREATE TABLE "Metric_eu" PARTITION OF "Metric" FOR VALUES IN ('de', 'fr') PARTITION BY HASH ("n");
CREATE TABLE "Metric_eu_0" PARTITION OF "Metric_eu" FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE "Metric_eu_1" PARTITION OF "Metric_eu" FOR VALUES WITH (MODULUS 2, REMAINDER 1);`,
  },
  {
    name: '25_inheritance',
    sql: `CREATE TABLE "Vehicle" ("id" serial PRIMARY KEY, "wheels" int NOT NULL DEFAULT 4);
CREATE TABLE "Truck" ("load" int) INHERITS ("Vehicle");
ALTER TABLE "Vehicle" ADD COLUMN "colour" text;`,
  },
  {
    name: '26_roles_and_grants',
    sql: `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'agora_fixture_reader') THEN CREATE ROLE agora_fixture_reader; END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
GRANT USAGE ON SCHEMA "billing" TO agora_fixture_reader;
GRANT SELECT, UPDATE ("note") ON "Order" TO agora_fixture_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA "billing" TO agora_fixture_reader WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC;`,
  },
  {
    name: '27_default_privileges',
    sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA "billing" GRANT SELECT ON TABLES TO agora_fixture_reader;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;`,
  },
  {
    name: '28_table_and_function_under_default_privileges',
    sql: `CREATE TABLE "billing"."Refund" ("id" serial PRIMARY KEY, "amount" int NOT NULL);
CREATE FUNCTION "billing".refund_total() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT sum("amount") FROM "billing"."Refund"';`,
  },
  {
    name: '29_row_level_security',
    sql: `ALTER TABLE "Order" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Order" FORCE ROW LEVEL SECURITY;
CREATE POLICY own_orders ON "Order" FOR ALL TO agora_fixture_reader USING ("userId" = current_setting('app.user', true)) WITH CHECK (true);
CREATE POLICY no_delete ON "Order" AS RESTRICTIVE FOR DELETE USING (false);`,
  },
  {
    name: '30_policy_changed',
    sql: `ALTER POLICY own_orders ON "Order" USING ("userId" = current_setting('app.user_id', true) OR "total" < 1);
DROP POLICY no_delete ON "Order";
ALTER TABLE "Order" NO FORCE ROW LEVEL SECURITY;`,
  },
  { name: '31_column_renamed', sql: `ALTER TABLE "User" RENAME COLUMN "name" TO "displayName";` },
  {
    name: '32_table_renamed_with_its_parts',
    sql: `ALTER TABLE "Order" RENAME TO "Purchase";
ALTER TABLE "Purchase" RENAME CONSTRAINT "Order_pkey" TO "Purchase_pkey";
ALTER TABLE "Purchase" RENAME CONSTRAINT "Order_userId_fkey" TO "Purchase_userId_fkey";
ALTER SEQUENCE "Order_id_seq" RENAME TO "Purchase_id_seq";
ALTER INDEX "Order_total" RENAME TO "Purchase_total";
ALTER TRIGGER order_touch ON "Purchase" RENAME TO purchase_touch;
ALTER POLICY own_orders ON "Purchase" RENAME TO own_purchases;`,
  },
  {
    name: '33_names_swapped',
    sql: `ALTER TABLE "Tag" RENAME TO "Swap";
ALTER TABLE "Label" RENAME TO "Tag";
ALTER TABLE "Swap" RENAME TO "Label";
ALTER TABLE "Product" RENAME COLUMN "sku" TO "x";
ALTER TABLE "Product" RENAME COLUMN "title" TO "sku";
ALTER TABLE "Product" RENAME COLUMN "x" TO "title";`,
  },
  {
    name: '34_old_name_taken',
    sql: `ALTER TABLE "Booking" RENAME TO "BookingOld";
ALTER TABLE "BookingOld" RENAME CONSTRAINT "Booking_pkey" TO "BookingOld_pkey";
CREATE TABLE "Booking" ("id" serial CONSTRAINT "Booking_pkey" PRIMARY KEY, "seat" text NOT NULL);`,
  },
  {
    name: '35_moved_to_another_schema',
    sql: `ALTER TABLE "BookingOld" SET SCHEMA "billing"; ALTER SCHEMA "billing" RENAME TO "finance";`,
  },
  {
    name: '36_enum_and_function_renamed',
    sql: `ALTER TYPE "Role" RENAME TO "UserRole"; ALTER FUNCTION touch() RENAME TO touch_row; ALTER FUNCTION touch_row() COST 50;`,
  },
  {
    name: '37_required_column_dropped',
    sql: `ALTER TABLE "Purchase" DROP COLUMN "note";`,
    loses: ['public.Purchase.note'],
  },
  {
    name: '38_required_unique_column_dropped',
    sql: `ALTER TABLE "Product" DROP COLUMN "title";`,
    loses: ['public.Product.title'],
  },
  {
    name: '39_foreign_key_column_dropped',
    sql: `ALTER TABLE "OrderLine" DROP COLUMN "productId";`,
    loses: ['public.OrderLine.productId'],
  },
  { name: '40_table_dropped', sql: `DROP TABLE "Label" CASCADE;`, loses: ['public.Label'] },
  {
    name: '41_type_without_a_cast_back',
    sql: `ALTER TABLE "Product" ALTER COLUMN "price" TYPE text USING "price"::text;
ALTER TABLE "Vehicle" ALTER COLUMN "wheels" DROP DEFAULT;
ALTER TABLE "Vehicle" ALTER COLUMN "wheels" TYPE integer[] USING ARRAY["wheels"];
ALTER TABLE "Vehicle" ALTER COLUMN "colour" TYPE jsonb USING to_jsonb("colour");`,
    loses: [],
  },
  {
    name: '42_boolean_to_enum',
    sql: `ALTER TABLE "Tag" ADD COLUMN "active" boolean NOT NULL DEFAULT true;
CREATE TYPE "Level" AS ENUM ('LOW', 'HIGH');`,
  },
  {
    name: '43_column_replaced_by_another_type',
    sql: `ALTER TABLE "Tag" DROP COLUMN "active", ADD COLUMN "active" "Level" NOT NULL DEFAULT 'LOW';`,
    loses: ['public.Tag.active'],
  },
  {
    name: '44_data_moved',
    sql: `ALTER TABLE "User" ADD COLUMN "slug" text;
UPDATE "User" SET "slug" = lower("email");
ALTER TABLE "User" ALTER COLUMN "slug" SET NOT NULL;
CREATE UNIQUE INDEX "User_slug_key" ON "User"("slug");`,
  },
  {
    name: '45_reference_rows',
    sql: `CREATE TABLE "Country" ("code" char(2) PRIMARY KEY, "name" text NOT NULL);
INSERT INTO "Country" VALUES ('de', 'Germany'), ('fr', 'France; the hexagon');`,
  },
  { name: '46_more_reference_rows', sql: `INSERT INTO "Country" ("code", "name") VALUES ('it', 'Italy');` },
  {
    name: '47_index_concurrently',
    sql: `-- agora: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "User_created_idx" ON "User" ("createdAt");
DROP INDEX CONCURRENTLY IF EXISTS "User_lower_email";`,
  },
  {
    name: '48_domains_composites_ranges',
    sql: `CREATE DOMAIN "email_address" AS text CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE TYPE "Money" AS ("amount" numeric, "currency" char(3));
CREATE TYPE "floatrange" AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE "Offer" ("id" int PRIMARY KEY, "mail" "email_address" NOT NULL, "price" "Money", "span" "floatrange", "hex" text CHECK ("hex" ~ '^#[0-9a-f]{6}$'), "from" date, "until" date, CHECK ("from" < "until"));`,
  },
  {
    name: '49_domain_and_composite_changed',
    sql: `ALTER DOMAIN "email_address" ADD CONSTRAINT short CHECK (length(VALUE) < 100);
ALTER DOMAIN "email_address" SET DEFAULT 'a@b';
ALTER TYPE "Money" ADD ATTRIBUTE "at" date CASCADE;
ALTER TYPE "Money" RENAME ATTRIBUTE "currency" TO "unit" CASCADE;`,
  },
  {
    name: '50_routines',
    sql: `CREATE PROCEDURE archive(days int) LANGUAGE plpgsql AS $$ BEGIN DELETE FROM "Event" WHERE "at" < now() - make_interval(days => days); END $$;
CREATE FUNCTION add_one(n int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC; SELECT n + 1; END;
CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0');
CREATE OR REPLACE FUNCTION guard_role() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS 'BEGIN RETURN NULL; END';`,
  },
  {
    name: '51_function_signature_changed',
    sql: `DROP FUNCTION add_one(int);
CREATE FUNCTION add_one(n bigint, step bigint DEFAULT 1) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n + step';
ALTER TABLE "Offer" ADD CONSTRAINT offer_id CHECK (add_one("id"::bigint) > 0);`,
  },
  {
    name: '52_rules_and_event_trigger',
    sql: `CREATE RULE no_delete AS ON DELETE TO "Country" DO INSTEAD NOTHING;
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE DEBUG '%', tg_tag; END $$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION log_ddl();`,
  },
  {
    name: '53_statistics_storage_and_options',
    sql: `CREATE STATISTICS product_stats (dependencies, mcv) ON "price", "sku" FROM "Product";
ALTER TABLE "Product" ALTER COLUMN "sku" SET STATISTICS 500;
ALTER TABLE "Product" ALTER COLUMN "sku" SET STORAGE EXTERNAL;
ALTER TABLE "Product" SET (autovacuum_vacuum_scale_factor = 0.05, fillfactor = 90);
ALTER TABLE "User" REPLICA IDENTITY FULL;
CLUSTER "User" USING "User_email_key";`,
  },
  { name: '54_statistics_dropped', sql: `DROP STATISTICS product_stats;` },
  {
    name: '55_comments_everywhere',
    sql: `COMMENT ON TABLE "Product" IS 'what we sell; all of it';
COMMENT ON COLUMN "Product"."price" IS E'in cents\\n(text)';
COMMENT ON CONSTRAINT "Product_pkey" ON "Product" IS 'key';
COMMENT ON INDEX "User_created_idx" IS 'for the list';
COMMENT ON TRIGGER purchase_touch ON "Purchase" IS 't';
COMMENT ON FUNCTION touch_row() IS 'f';
COMMENT ON TYPE "UserRole" IS 'who may what';
COMMENT ON SCHEMA "finance" IS 'money';
COMMENT ON POLICY own_purchases ON "Purchase" IS 'p';`,
  },
  {
    name: '56_text_search_cast_operator_collation',
    sql: `CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE TEXT SEARCH DICTIONARY stops (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR asciiword WITH stops;
CREATE CAST ("Money" AS text) WITH INOUT;
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = ===);
CREATE COLLATION numeric_order (provider = icu, locale = 'en-u-kn-true');
ALTER TABLE "User" ALTER COLUMN "slug" TYPE text COLLATE numeric_order;`,
  },
  {
    name: '57_text_search_cast_operator_dropped',
    sql: `DROP OPERATOR === (text, text);
DROP CAST ("Money" AS text);
ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR asciiword WITH simple;
DROP TEXT SEARCH DICTIONARY stops;`,
  },
  {
    name: '58_publication',
    sql: `CREATE PUBLICATION changes FOR TABLE "User", "Product" WITH (publish = 'insert, update');
CREATE SEQUENCE invoice_number START 1000 INCREMENT 10 CYCLE MAXVALUE 99990 OWNED BY "Purchase"."id";`,
  },
  {
    name: '59_publication_and_sequence_changed',
    sql: `ALTER PUBLICATION changes DROP TABLE "Product";
ALTER SEQUENCE invoice_number INCREMENT 1 NO CYCLE OWNED BY NONE;`,
  },
  {
    name: '60_constraints_in_two_steps',
    sql: `ALTER TABLE "Tag" ADD CONSTRAINT tag_name_length CHECK (length("name") < 50) NOT VALID;
ALTER TABLE "Purchase" ADD COLUMN "refundOf" integer;
ALTER TABLE "Purchase" ADD CONSTRAINT purchase_refund FOREIGN KEY ("refundOf") REFERENCES "Purchase"("id") DEFERRABLE INITIALLY DEFERRED NOT VALID;`,
  },
  {
    name: '61_constraints_validated_and_key_widened',
    sql: `ALTER TABLE "Tag" VALIDATE CONSTRAINT tag_name_length;
ALTER TABLE "Purchase" VALIDATE CONSTRAINT purchase_refund;
ALTER TABLE "Tag" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "Tag" DROP CONSTRAINT "Label_pkey", ADD CONSTRAINT "Tag_pkey" PRIMARY KEY ("id", "name");`,
  },
  {
    name: '62_extension_and_its_types',
    sql: `CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS hstore;
ALTER TABLE "User" ALTER COLUMN "email" TYPE citext;
ALTER TABLE "User" ADD COLUMN "extra" hstore NOT NULL DEFAULT '';`,
  },
  {
    name: '63_trigger_disabled_and_unlogged',
    sql: `ALTER TABLE "Purchase" DISABLE TRIGGER purchase_touch;
ALTER TABLE "Offer" SET UNLOGGED;
ALTER TABLE "User" ALTER COLUMN "displayName" SET NOT NULL;`,
  },
  {
    name: '64_view_and_table_change_places',
    sql: `ALTER TABLE "Country" RENAME TO "CountryTable";
CREATE VIEW "Country" AS SELECT "code", upper("name") AS "name" FROM "CountryTable";`,
  },
  {
    name: '65_reference_rows_under_a_serial',
    sql: `CREATE TABLE "Plan" ("id" serial PRIMARY KEY, "code" text NOT NULL UNIQUE, "price" int NOT NULL DEFAULT 0);`,
  },
  { name: '66_rows_under_a_serial', sql: `INSERT INTO "Plan" ("code") VALUES ('free'), ('paid');` },
  {
    name: '67_rows_updated',
    sql: `UPDATE "Plan" SET "price" = "price" + 10;`,
  },
  {
    name: '68_enum_given_up_for_text',
    sql: `ALTER TABLE "Tag" ALTER COLUMN "active" DROP DEFAULT, ALTER COLUMN "active" TYPE text;
DROP TYPE "Level";`,
  },
  { name: '69_nothing_but_a_comment', sql: `-- This is an empty migration.` },
];
