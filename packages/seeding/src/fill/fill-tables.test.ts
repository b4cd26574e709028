import { readTables } from '@agora/catalog';
import { type Client, withConnection } from '@agora/postgres';
import { useTestDatabase, withTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { fillTables } from './fill-tables.ts';
import { rowHash } from './rows/row-hash.ts';

/** Types of every sort, and rules that made-up rows must keep. */
const SCHEMA = `
CREATE EXTENSION btree_gist; CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a int, b text, m mood);
CREATE TYPE floatrange AS RANGE (subtype = float8);
CREATE DOMAIN email AS citext CHECK (VALUE ~ '^[a-z0-9.]+@[a-z0-9.]+$');
CREATE DOMAIN short_email AS email CHECK (length(VALUE::text) < 30);
CREATE TABLE every_type (
  id uuid PRIMARY KEY, i2 smallint, i4 int, i8 bigint, n numeric(6,2), f4 real, f8 float8, m money, b boolean NOT NULL,
  t text, v varchar(3) NOT NULL UNIQUE, c char(2), ba bytea NOT NULL, d date, tm time, tz timetz, ts timestamp, tstz timestamptz,
  iv interval, j json, jb jsonb NOT NULL, inet inet, cidr cidr, mac macaddr, mac8 macaddr8, bit bit(4), vb varbit(9), tsv tsvector, tsq tsquery,
  p point, l line, ls lseg, bx box, pa path, po polygon, ci circle, x xml, r int4range, tr tstzrange, mr int4multirange, fr floatrange,
  e mood NOT NULL, ea mood[] NOT NULL, ia int[], ta text[][] , co pair, coa pair[], em short_email NOT NULL, h hstore, ct citext, lt ltree, lsn pg_lsn,
  g text GENERATED ALWAYS AS (upper(t)) STORED, s serial, idn int GENERATED ALWAYS AS IDENTITY
);
CREATE TABLE checked (
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{2,19}$'),
  colour char(7) NOT NULL CHECK (colour ~ '^#[0-9A-F]{6}$'),
  code text NOT NULL CHECK (code IN ('RED', 'GREEN')),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  age int NOT NULL CHECK (age BETWEEN 18 AND 150),
  share numeric NOT NULL CHECK (share > 0 AND share <= 1),
  "from" date NOT NULL, "until" date NOT NULL, CHECK ("from" < "until"),
  state text NOT NULL DEFAULT 'open', closed_at timestamptz, CHECK ((state = 'open') = (closed_at IS NULL)), CHECK (state IN ('open', 'closed')),
  a int, b int, c int, CHECK (num_nonnulls(a, b, c) = 1)
);
CREATE TABLE tenants (id uuid PRIMARY KEY);
CREATE TABLE members (tenant uuid NOT NULL REFERENCES tenants, id int NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE bans (tenant uuid NOT NULL, member int NOT NULL, judge int NOT NULL, CHECK (member <> judge),
  FOREIGN KEY (tenant, member) REFERENCES members, FOREIGN KEY (tenant, judge) REFERENCES members, PRIMARY KEY (tenant, member, judge));
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree);
CREATE TABLE hen (id int PRIMARY KEY); CREATE TABLE egg (id int PRIMARY KEY, hen int REFERENCES hen);
ALTER TABLE hen ADD egg int REFERENCES egg;
CREATE TABLE booking (room int, during tstzrange NOT NULL, EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE log (at timestamptz NOT NULL, kind text NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2031-01-01') TO ('2032-01-01') PARTITION BY LIST (kind);
CREATE TABLE log_1a PARTITION OF log_1 FOR VALUES IN ('seen', 'heard');
CREATE TABLE secret (id int PRIMARY KEY, owner text NOT NULL);
ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY; CREATE POLICY none ON secret USING (false);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $m$not here$m$; END';
CREATE TABLE guarded (id int PRIMARY KEY); CREATE TRIGGER refuse BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TABLE impossible (id int PRIMARY KEY, CHECK (id > 5 AND id < 3));
CREATE TABLE one_row (single boolean PRIMARY KEY CHECK (single));
CREATE TABLE no_partition (id int) PARTITION BY HASH (id);
CREATE TABLE no_columns ();
`;

/** A hash of each table's rows, in whatever order they lie. */
async function contentOf(client: Client): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of await readTables(client)) {
    const { rows } = await client.query<{ hash: string | null }>(
      `SELECT string_agg(hash, ' ' ORDER BY hash) AS hash FROM (SELECT ${rowHash(table)} AS hash FROM ${table.name}) rows`,
    );
    found[table.label] = rows[0]?.hash ?? '';
  }
  return found;
}

describe('made-up rows', () => {
  const database = useTestDatabase();

  it('fill whatever can be filled, and say what cannot', async () => {
    await withConnection(database.url, async (client) => {
      await client.query(SCHEMA);
      const report = await fillTables(client);
      expect(report.unfilled.map((one) => one.table).toSorted()).toEqual([
        'public.impossible',
        'public.no_partition',
        'public.one_row',
      ]);
      expect(report.filled.get('public.one_row')).toBe(1);
      expect(report.triggersOff).toEqual(['public.guarded']);
      const short = [...report.filled].filter(([, rows]) => rows < 2).map(([table]) => table);
      expect(short.toSorted()).toEqual(['public.impossible', 'public.no_partition', 'public.one_row']);
      const { rows } = await client.query(
        'SELECT * FROM every_type WHERE t IS NULL OR ea IS NULL OR coa IS NULL',
      );
      expect(rows).toEqual([]);
    });
  });

  it('are the same in every database, and a second run adds none', async () => {
    await withConnection(database.url, async (client) => {
      const first = await contentOf(client);
      expect(first['public.checked']).toMatch(/^-?\d+ -?\d+$/);
      await fillTables(client);
      expect(await contentOf(client)).toEqual(first);
      await withTestDatabase((url) =>
        withConnection(url, async (other) => {
          await other.query(SCHEMA);
          await fillTables(other);
          expect(await contentOf(other)).toEqual(first);
        }),
      );
    });
  });
});
