import { compareCatalogs, readCatalog } from '@agora/catalog';
import { type Client, readServerVersion, withConnection } from '@agora/postgres';
import { everyThird, withTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { expandAll, expansionOf, expectCourse, migrationsOf, run } from '../expansion.fixture.ts';

const onDatabase = (use: (client: Client) => Promise<void>): Promise<void> =>
  withTestDatabase((url) => withConnection(url, use));

const CHANGE = 'ALTER TABLE t ALTER COLUMN v';
/** Schema with rows, the change, and what is compared of the rows. */
const KINDS: Readonly<Record<string, readonly [sql: string, change: string, see?: string]>> = {
  'a wider integer': [
    'CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 5), (2, NULL)',
    `${CHANGE} TYPE bigint`,
  ],
  'a required one with a default and a comment': [
    `CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL DEFAULT 3); COMMENT ON COLUMN t.v IS 'it''s'; INSERT INTO t VALUES (1, 5), (2, DEFAULT)`,
    `${CHANGE} TYPE bigint`,
  ],
  'a serial key with foreign keys to it': [
    `CREATE TABLE t (v serial PRIMARY KEY, up int REFERENCES t); CREATE TABLE fans (id int PRIMARY KEY, of int NOT NULL REFERENCES t ON DELETE CASCADE ON UPDATE CASCADE);
     INSERT INTO t (up) VALUES (NULL), (1); INSERT INTO fans VALUES (1, 1), (2, 2)`,
    `${CHANGE} TYPE bigint`,
    'SELECT * FROM fans ORDER BY id',
  ],
  'a foreign key': [
    `CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, v int REFERENCES teams ON DELETE SET NULL); INSERT INTO teams VALUES (1); INSERT INTO t VALUES (1, 1)`,
    `${CHANGE} TYPE bigint`,
  ],
  'part of a composite key, unique, indexed and checked': [
    `CREATE TABLE t (id int, v int, n int, PRIMARY KEY (id, v), UNIQUE (v, n), CONSTRAINT positive CHECK (v > 0 AND n < 9));
     CREATE INDEX part ON t (n, v DESC) WHERE v > 3; CREATE UNIQUE INDEX more ON t ((v + 1), id); INSERT INTO t VALUES (1, 5, 3), (2, 4, NULL)`,
    `${CHANGE} TYPE bigint`,
  ],
  'a unique column to which others refer': [
    `CREATE TABLE t (id int PRIMARY KEY, v int UNIQUE DEFERRABLE); CREATE UNIQUE INDEX other ON t (v);
     CREATE TABLE fans (id int PRIMARY KEY, of int REFERENCES t (v)); INSERT INTO t VALUES (1, 7); INSERT INTO fans VALUES (1, 7)`,
    `${CHANGE} TYPE bigint`,
  ],
  'names that want quotes, in a schema': [
    `CREATE SCHEMA "My App"; CREATE TABLE "My App"."T t" ("Id" int PRIMARY KEY, "the ""V""" int NOT NULL DEFAULT 1);
     CREATE INDEX "T i" ON "My App"."T t" ("the ""V"""); INSERT INTO "My App"."T t" VALUES (1, 2)`,
    `ALTER TABLE "My App"."T t" ALTER COLUMN "the ""V""" SET DATA TYPE BIGINT`,
    'SELECT * FROM "My App"."T t"',
  ],
  'text to integer': [
    "CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL); INSERT INTO t VALUES (1, '5'), (2, '-7')",
    `${CHANGE} TYPE int USING v::int`,
  ],
  'integer to text': [
    'CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 5), (2, NULL)',
    `${CHANGE} TYPE text USING v::text`,
  ],
  'text to uuid': [
    "CREATE TABLE t (id int PRIMARY KEY, v text UNIQUE); INSERT INTO t VALUES (1, '018f6d5e-0000-7000-8000-000000000001')",
    `${CHANGE} TYPE uuid USING v::uuid`,
  ],
  'text to an enum': [
    "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE t (id int PRIMARY KEY, v text); CREATE INDEX ON t (v); INSERT INTO t VALUES (1, 'bad')",
    `${CHANGE} TYPE mood USING v::mood`,
  ],
  'a shorter text': [
    "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'bad')",
    `${CHANGE} TYPE varchar(5)`,
  ],
  'a text with a collation of its own': [
    `CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL); INSERT INTO t VALUES (1, 'bad')`,
    `${CHANGE} TYPE varchar(5) COLLATE "C"`,
  ],
  'a moment with a zone': [
    "CREATE TABLE t (id int PRIMARY KEY, v timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP); INSERT INTO t VALUES (1, '2026-03-01 10:00')",
    `${CHANGE} TYPE timestamptz(3) USING v AT TIME ZONE 'UTC'`,
  ],
  'json to jsonb': [
    `CREATE TABLE t (id int PRIMARY KEY, v json NOT NULL DEFAULT '{}'); INSERT INTO t VALUES (1, '{"a":1}')`,
    `${CHANGE} TYPE jsonb`,
  ],
  'a numeric with other digits': [
    'CREATE TABLE t (id int PRIMARY KEY, v numeric(6, 2)); INSERT INTO t VALUES (1, 5.25)',
    `${CHANGE} TYPE numeric(10, 3)`,
  ],
  'text to citext and its keys': [
    "CREATE EXTENSION IF NOT EXISTS citext; CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL UNIQUE); INSERT INTO t VALUES (1, 'Ann'), (2, 'bob')",
    `${CHANGE} TYPE citext`,
  ],
  'integer to double precision': [
    'CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL); INSERT INTO t VALUES (1, 5), (2, -2147483648)',
    `${CHANGE} TYPE double precision`,
  ],
  'integer to numeric': [
    'CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 5)',
    `${CHANGE} TYPE numeric(12, 2)`,
  ],
  'constraints that are not validated, and comments': [
    `CREATE TABLE t (id int NOT NULL UNIQUE, v int CONSTRAINT t_key PRIMARY KEY, CONSTRAINT c CHECK (v > 0)); ALTER TABLE t ADD CONSTRAINT d CHECK (v < 9) NOT VALID;
     CREATE TABLE fans (id int PRIMARY KEY, of int); ALTER TABLE fans ADD CONSTRAINT f FOREIGN KEY (of) REFERENCES t NOT VALID;
     CREATE INDEX i ON t (v, id); COMMENT ON INDEX i IS 'i'; COMMENT ON CONSTRAINT c ON t IS 'it''s'; COMMENT ON INDEX t_key IS 'k';
     COMMENT ON CONSTRAINT t_key ON t IS 'kc'; COMMENT ON CONSTRAINT f ON fans IS 'f'`,
    `${CHANGE} TYPE bigint`,
    'SELECT 1',
  ],
  'names that end a text of ours': [
    `CREATE TABLE "a$together$" (id int PRIMARY KEY, "c$sync$repeatable$" int NOT NULL)`,
    `ALTER TABLE "a$together$" ALTER COLUMN "c$sync$repeatable$" TYPE bigint`,
    'SELECT 1',
  ],
  'what is said of it': [
    'CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 1), (2, 0)',
    `-- agora: convert t.v forward ':value <> 0' back 'CASE WHEN :value THEN 1 WHEN NOT :value THEN 0 END'
     ${CHANGE} TYPE boolean USING v <> 0`,
  ],
  'a column of a partitioned table': [
    `CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9); INSERT INTO t VALUES (1, 5)`,
    `${CHANGE} TYPE bigint`,
  ],
  'privileges and row-level security': [
    `CREATE TABLE t (id int PRIMARY KEY, v int); GRANT SELECT (v) ON t TO PUBLIC; ALTER TABLE t ENABLE ROW LEVEL SECURITY; INSERT INTO t VALUES (1, 5)`,
    `${CHANGE} TYPE bigint`,
  ],
};

describe('a change of type by expansion', () => {
  it.each(everyThird(Object.entries(KINDS)))(
    'ends where the plain one does, and goes back: %s',
    (_, [sql, change, see = 'SELECT * FROM t ORDER BY id']) =>
      onDatabase(async (client) => {
        await client.query(sql);
        await expect(expectCourse(client, { init: sql, change, see })).resolves.toBeUndefined();
      }),
  );

  it.each([
    ['CREATE TABLE t (id int PRIMARY KEY, v int GENERATED ALWAYS AS IDENTITY)', 'TYPE bigint', /identity/],
    [
      'CREATE TABLE t (id int PRIMARY KEY, v int); CREATE VIEW w AS SELECT v FROM t',
      'TYPE bigint',
      /used by a view/,
    ],
    [
      'CREATE TABLE t (id int PRIMARY KEY, v int)',
      'TYPE uuid USING gen_random_uuid()',
      /convert t\.v forward/,
    ],
    ['CREATE TABLE t (id int PRIMARY KEY, v timestamp)', 'TYPE timestamptz', /convert t\.v forward/],
    [
      'CREATE TABLE t (id int PRIMARY KEY, v int)',
      'TYPE bigint, ALTER v SET NOT NULL',
      /more than change one type/,
    ],
    ['CREATE TABLE t (id int PRIMARY KEY, v text COLLATE "POSIX")', 'TYPE text COLLATE "C"', /collations/],
    ['CREATE TABLE t (id int, v int)', 'TYPE bigint', /no unique index/],
    ['CREATE TABLE t (id int PRIMARY KEY, v int, EXCLUDE (v WITH =))', 'TYPE bigint', /exclusion/],
  ])('says why not: %s %s', (sql, change, reason) =>
    onDatabase(async (client) => {
      await client.query(sql);
      expect(await expansionOf(client, `${CHANGE} ${change}`)).toEqual({
        reason: expect.stringMatching(reason),
      });
    }),
  );

  it('finds its types whatever the search path of who writes', () =>
    onDatabase(async (client) => {
      await client.query(
        "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'good')",
      );
      const change = `${CHANGE} TYPE mood USING v::mood`;
      for (const migration of migrationsOf(await expansionOf(client, change))) {
        await expandAll(client, [migration]);
        await client.query(
          "SET search_path = pg_catalog; UPDATE public.t SET v = 'bad'; INSERT INTO public.t VALUES (2, 'good') ON CONFLICT (id) DO UPDATE SET v = 'good'; RESET search_path",
        );
      }
      const { rows } = await client.query({
        text: 'SELECT v, agora_old_v FROM t ORDER BY id',
        rowMode: 'array',
      });
      expect(rows).toEqual([
        ['bad', 'bad'],
        ['good', 'good'],
      ]);
    }));

  it('leaves what a publication names', ({ skip }) =>
    onDatabase(async (client) => {
      skip((await readServerVersion(client)) < 150_000, 'no lists of columns');
      await client.query(
        'CREATE TABLE t (id int PRIMARY KEY, v int); CREATE PUBLICATION agora_test_of_v FOR TABLE t (id, v)',
      );
      expect(await expansionOf(client, `${CHANGE} TYPE bigint`)).toEqual({
        reason: expect.stringMatching(/publication/),
      });
    }));

  it('keeps values that one type does not have from stopping a writer of the other', () =>
    onDatabase(async (client) => {
      await client.query(
        "CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL); INSERT INTO t VALUES (1, '5')",
      );
      const migrations = migrationsOf(await expansionOf(client, `${CHANGE} TYPE int USING v::int`));
      const [first, ...rest] = migrations;
      if (first === undefined) throw new Error('nothing to do');
      await expandAll(client, [first]);
      await client.query("INSERT INTO t VALUES (2, 'six'), (3, '99999999999')");
      const done = async () => (await client.query(`SELECT (${first.backfill?.doneWhen}) AS done`)).rows;
      expect(await done()).toEqual([{ done: false }]);
      await expect(expandAll(client, rest)).rejects.toThrow(/backfill of change is not done/);
      await client.query("UPDATE t SET v = '6' WHERE id > 1");
      expect(await done()).toEqual([{ done: true }]);
      await expandAll(client, rest);
      await client.query('UPDATE t SET v = 7 WHERE id = 3; INSERT INTO t VALUES (4, 8)');
      const rows = async () =>
        (await client.query({ text: 'SELECT v, agora_old_v FROM t ORDER BY id', rowMode: 'array' })).rows;
      expect(await rows()).toEqual([
        [5, '5'],
        [6, '6'],
        [7, '7'],
        [8, '8'],
      ]);
    }));

  it('keeps a new value that the old type does not have, and does not go back over it', () =>
    onDatabase(async (client) => {
      await client.query(
        'CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL, n int); INSERT INTO t VALUES (1, 5)',
      );
      const migrations = migrationsOf(await expansionOf(client, `${CHANGE} TYPE bigint`));
      await expandAll(client, migrations);
      await client.query('UPDATE t SET v = 1::bigint << 40; UPDATE t SET n = 1');
      expect((await client.query('SELECT v, agora_old_v FROM t')).rows).toEqual([
        { v: `${2 ** 40}`, agora_old_v: null },
      ]);
      const expanded = await readCatalog(client);
      const back = run(client, migrations.at(-1)?.down ?? '');
      await expect(back).rejects.toThrow(/values of v that its old type cannot hold/);
      expect(compareCatalogs(expanded, await readCatalog(client))).toEqual([]);
    }));
});
