import { withConnection } from '@agora/postgres';
import { useTestDatabase, withTestDatabase } from '@agora/testkit';
import { describe, expect, test } from 'vitest';
import { forumTemplate } from '../testing/forum-template.fixture.ts';

// The rules of docs/adr/0004, read from the catalog of a migrated database: what breaks one is listed by name.

/** Each query lists offenders; `plant` is a change that breaks the rule, to see that the query can tell. */
const rules: { rule: string; plant: string; query: string }[] = [
  {
    rule: 'every table has a primary key, and every primary and unique key starts with community_id',
    plant: `CREATE TABLE "bad" ("community_id" uuid, "id" uuid, PRIMARY KEY ("id", "community_id"))`,
    query: `
      SELECT tenant.relname || ': ' || coalesce(i.indexrelid::regclass::text, 'no primary key') AS offender
      FROM tenant LEFT JOIN pg_index i ON i.indrelid = tenant.oid AND (i.indisprimary OR i.indisunique)
      WHERE i.indexrelid IS NULL OR (
        SELECT attname FROM pg_attribute WHERE attrelid = tenant.oid AND attnum = i.indkey[0]
      ) <> 'community_id'
      UNION ALL
      SELECT relname || ': no primary key' FROM tenant
      WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = tenant.oid AND i.indisprimary)`,
  },
  {
    rule: 'every b-tree index starts with community_id',
    plant: `CREATE INDEX "bad" ON "posts" ("title")`,
    query: `
      SELECT i.indexrelid::regclass::text AS offender
      FROM tenant JOIN pg_index i ON i.indrelid = tenant.oid JOIN pg_class x ON x.oid = i.indexrelid
      JOIN pg_am am ON am.oid = x.relam
      WHERE am.amname = 'btree'
        AND (SELECT attname FROM pg_attribute WHERE attrelid = tenant.oid AND attnum = i.indkey[0]) <> 'community_id'`,
  },
  {
    rule: 'every foreign key starts with community_id on both sides, or refers to communities',
    plant: `CREATE UNIQUE INDEX "u" ON "users" ("id"); ALTER TABLE "posts" ADD CONSTRAINT "bad" FOREIGN KEY ("author_id") REFERENCES "users" ("id")`,
    query: `
      SELECT k.conname AS offender FROM tenant JOIN pg_constraint k ON k.conrelid = tenant.oid AND k.contype = 'f'
      WHERE (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[1]) <> 'community_id'
        OR (k.confrelid <> 'communities'::regclass
          AND (SELECT attname FROM pg_attribute WHERE attrelid = k.confrelid AND attnum = k.confkey[1]) <> 'community_id')`,
  },
  {
    rule: 'the reference table refers to no tenant table',
    plant: `ALTER TABLE "communities" ADD COLUMN "bad" uuid, ADD FOREIGN KEY ("id", "bad") REFERENCES "users"`,
    query: `
      SELECT conname AS offender FROM pg_constraint WHERE conrelid = 'communities'::regclass AND contype = 'f'`,
  },
  {
    rule: 'foreign keys restrict updates and never set null or default',
    plant: `ALTER TABLE "posts" ADD CONSTRAINT "bad" FOREIGN KEY ("community_id", "author_id") REFERENCES "users" ON DELETE SET NULL`,
    query: `
      SELECT k.conname AS offender FROM tenant JOIN pg_constraint k ON k.conrelid = tenant.oid AND k.contype = 'f'
      WHERE k.confupdtype <> 'r' OR k.confdeltype NOT IN ('a', 'r', 'c')`,
  },
  {
    rule: 'no sequence, identity or serial makes ids, and every id is a uuid',
    plant: `CREATE TABLE "bad" ("community_id" uuid, "id" bigserial, PRIMARY KEY ("community_id", "id"))`,
    query: `
      SELECT relname AS offender FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
      UNION ALL
      SELECT tenant.relname || '.' || a.attname FROM tenant JOIN pg_attribute a ON a.attrelid = tenant.oid
      WHERE a.attnum > 0 AND (a.attidentity <> '' OR (a.attname = 'id' AND a.atttypid <> 'uuid'::regtype))`,
  },
  {
    rule: 'row-level security is enabled and forced, and for each command the community is compared as a plain expression',
    plant: `ALTER TABLE "posts" NO FORCE ROW LEVEL SECURITY`,
    query: `
      SELECT tenant.relname AS offender FROM tenant
      WHERE NOT relrowsecurity OR NOT relforcerowsecurity OR EXISTS (
        SELECT FROM unnest(ARRAY['r', 'a', 'w', 'd']) AS command WHERE NOT EXISTS (
          SELECT FROM pg_policy p WHERE p.polrelid = tenant.oid AND p.polcmd IN ('*', command) AND p.polroles = '{0}'))`,
  },
  {
    // One without the community lets other tenants in, since permissive policies are joined by OR.
    rule: 'every policy lets in rows of the community alone, by a plain expression',
    plant: `CREATE POLICY "bad" ON "posts" FOR INSERT WITH CHECK ("view_count" = 0)`,
    query: `
      SELECT tenant.relname || ': ' || p.polname AS offender FROM tenant JOIN pg_policy p ON p.polrelid = tenant.oid,
        unnest(ARRAY[pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)]) AS found,
        (VALUES ('(community_id = (NULLIF(current_setting(''agora.community_id''::text, true), ''''::text))::uuid)')) AS own (community)
      WHERE found <> community AND NOT starts_with(found, '(' || community || ' AND ') OR found ILIKE '%select%'`,
  },
  {
    rule: 'no policy is RESTRICTIVE: Citus makes a permissive one of it on shards',
    plant: `CREATE POLICY "bad" ON "posts" AS RESTRICTIVE USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid)`,
    query: `
      SELECT tenant.relname || ': ' || p.polname AS offender FROM tenant JOIN pg_policy p ON p.polrelid = tenant.oid
      WHERE NOT p.polpermissive`,
  },
  {
    rule: 'agora_owner owns the tables, and the application can neither bypass policies nor touch the ledger',
    plant: `GRANT INSERT ON "point_transactions" TO agora_app`,
    query: `
      SELECT relname AS offender FROM tenant WHERE relowner <> 'agora_owner'::regrole
      UNION ALL
      SELECT rolname FROM pg_roles WHERE rolname = 'agora_app' AND (rolbypassrls OR rolsuper OR rolcanlogin)
      UNION ALL
      SELECT rolname FROM pg_roles WHERE rolname = 'agora_loader' AND (NOT rolbypassrls OR rolsuper)
      UNION ALL
      SELECT privilege FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
      WHERE has_table_privilege('agora_app', 'point_transactions', privilege)
      UNION ALL
      SELECT 'users.' || name FROM unnest(ARRAY['points', 'ledger_sequence', 'community_id']) AS name
      WHERE has_column_privilege('agora_app', 'users', name, 'UPDATE')
      UNION ALL
      SELECT relname || ': ' || privilege FROM tenant, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
      WHERE has_table_privilege('agora_app', tenant.oid, privilege)`,
  },
  {
    rule: 'every table says when its rows were made',
    plant: `CREATE TABLE "bad" ("community_id" uuid PRIMARY KEY)`,
    query: `
      SELECT relname AS offender FROM tenant WHERE NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = tenant.oid AND a.attname = 'created_at' AND a.attnotnull
          AND format_type(a.atttypid, a.atttypmod) = 'timestamp(3) with time zone')`,
  },
  {
    rule: 'triggers belong to functions that read no table',
    plant: `CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM 1 FROM users; RETURN NEW; END'; CREATE TRIGGER bad BEFORE INSERT ON "posts" FOR EACH ROW EXECUTE FUNCTION bad()`,
    query: `
      SELECT p.proname AS offender FROM tenant JOIN pg_trigger t ON t.tgrelid = tenant.oid AND NOT t.tgisinternal
      JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.prosrc ~* '\\m(from|join|into|update|perform|notify)\\M\\s+"?[a-z]+'`,
  },
  {
    rule: 'no function of language sql queries a table: a node of Citus cannot plan its parameters',
    plant: `CREATE FUNCTION bad(p_community_id uuid) RETURNS bigint LANGUAGE sql
      AS 'SELECT count(*) FROM posts WHERE community_id = p_community_id'`,
    query: `
      SELECT p.oid::regprocedure::text AS offender FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'sql')
        AND EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = p.pronamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND p.prosrc ~* ('\\m(from|join|into|update)\\M\\s+"?' || c.relname || '\\M'))`,
  },
];

const database = useTestDatabase({ template: forumTemplate });

/** The forum's tables but the reference table. */
const tenantTables = `
  SELECT c.oid, c.relname, c.relowner, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND c.relname NOT IN ('communities', '_prisma_migrations')`;

const offenders = (url: string, query: string): Promise<string[]> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ offender: string }>(`WITH tenant AS (${tenantTables}) ${query}`);
    return rows.map((row) => row.offender);
  });

test('there are tenant tables to look at', async () => {
  expect((await offenders(database.url, 'SELECT relname AS offender FROM tenant')).length).toBeGreaterThan(
    18,
  );
});

describe.each(rules)('$rule', ({ plant, query }) => {
  test('holds', async () => {
    expect(await offenders(database.url, query)).toEqual([]);
  });

  test('is missed when it is broken', async () => {
    const template = await forumTemplate();
    await withTestDatabase(
      async (url) => {
        await withConnection(url, (client) => client.query(plant));
        expect(await offenders(url, query)).not.toEqual([]);
      },
      { template },
    );
  });
});
