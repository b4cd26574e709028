import { type Client, withTransaction } from '@agora/postgres';
import { describe, expect, it } from 'vitest';

import { foresee } from '../../losses/foresee.ts';
import { makeScript } from '../../project/folder.ts';
import { B, back, deployed } from './rollback.fixture.ts';
import { describeLosses } from './rollback.ts';

const before = `CREATE TYPE role AS ENUM ('user', 'admin', 'guest');
  CREATE DOMAIN label AS text;
  CREATE TABLE p (id int PRIMARY KEY, code text UNIQUE);
  CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b));
  CREATE TABLE a (id bigint, name text, email text, role role, roles role[], price numeric, other int, words varchar[],
    at tsrange, flags varbit, code label, number text, day timestamptz);
  CREATE TABLE held (id int REFERENCES p ON DELETE RESTRICT);
  CREATE TABLE keyed (code text PRIMARY KEY, rank numeric UNIQUE);
  CREATE TABLE parent (name text);
  CREATE TABLE child () INHERITS (parent);
  CREATE SEQUENCE numbers AS bigint;
  CREATE TABLE parted (id int, kind text) PARTITION BY RANGE (id, kind);
  CREATE TABLE parted_rest PARTITION OF parted DEFAULT;
  CREATE TABLE spare (id int, kind text);
  CREATE TABLE listed (kind text) PARTITION BY LIST (lower(kind));
  CREATE TABLE spare_kind (kind text);
  CREATE TABLE hashed (id int) PARTITION BY HASH (id);
  CREATE TABLE spare_id (id int);`;
const rows = `INSERT INTO p VALUES (1, 'one'), (2, 'two');
  INSERT INTO pairs VALUES (1, 1);
  INSERT INTO a VALUES
    (1, 'x', 'E@a', 'user', '{user}', 1, 1, '{ab}', '[2026-01-01, 2026-02-01)', '101', 'ok', '7', '2026-01-01'),
    (2, 'x', 'e@a', 'guest', '{user,guest}', 1000.5, 2, '{abcdef}', '[2026-01-15, 2026-03-01)', '1011', NULL, '1e3', 'infinity'),
    (3000000000, NULL, NULL, 'guest', NULL, 9.994, 0, NULL, NULL, NULL, '', 'abc', NULL);
  INSERT INTO held VALUES (2);
  INSERT INTO parent VALUES ('x');
  INSERT INTO child VALUES ('x');
  INSERT INTO keyed VALUES ('7', 1.2), ('07', 0.8);
  SELECT setval('numbers', 3000000000);
  INSERT INTO parted VALUES (5, 'a'), (500, 'b'), (NULL, 'c');
  INSERT INTO spare VALUES (1, 'a'), (100, 'a'), (100, 'b'), (0, NULL);
  INSERT INTO spare_kind VALUES ('X'), ('y'), (NULL);
  INSERT INTO spare_id SELECT generate_series(1, 100);`;

/** What a down.sql says, and the row that stands in its way. */
const CASES: readonly (readonly [string, string, RegExp])[] = [
  [
    'a unique index on an expression',
    'CREATE UNIQUE INDEX i ON a (name, lower(email));',
    /rows of a repeat a value of \(name, lower\(email\)\), which becomes unique again.*: 1\./,
  ],
  [
    'one with a collation and columns beside',
    'CREATE UNIQUE INDEX i ON a USING btree (name COLLATE "C" text_pattern_ops DESC NULLS FIRST) INCLUDE (id);',
    /rows of a repeat a value of \(name\).*: 1\./,
  ],
  [
    'a partial one, under a new name',
    `ALTER TABLE a RENAME name TO role_name; ALTER TABLE a RENAME TO b; CREATE UNIQUE INDEX i ON b ((role_name || 'x')) WHERE b.id < 5;`,
    /rows of b repeat a value of \(\(role_name \|\| 'x'\)\).*: 1\./,
  ],
  [
    'nulls that are one',
    'ALTER TABLE a ADD UNIQUE NULLS NOT DISTINCT (other); CREATE UNIQUE INDEX ON a (role);',
    /rows of a repeat a value of \(role\).*: 1\./,
  ],
  [
    'an index on what cannot be computed',
    'CREATE INDEX i ON a ((1 / other));',
    /rows of a hold what \(\(1 \/ other\)\) cannot be computed of.*: 1\./,
  ],
  [
    'a primary key',
    'ALTER TABLE a ADD PRIMARY KEY (name);',
    /rows of a have no name.*: 1\.\n.*rows of a repeat a value of \(name\).*: 1\./,
  ],
  [
    'a primary key by an index',
    'CREATE UNIQUE INDEX i ON a (email); ALTER TABLE a ADD PRIMARY KEY USING INDEX i;',
    /rows of a have no email.*: 1\./,
  ],
  [
    'a partition that does not take its rows',
    `ALTER TABLE parted ATTACH PARTITION spare FOR VALUES FROM (0, MINVALUE) TO (100, 'b');`,
    /rows of spare lie outside of what it takes as a partition of parted: 2\.\n.*rows of the default partition of parted belong to spare: 1\./,
  ],
  [
    'a partition without an end',
    'ALTER TABLE parted ATTACH PARTITION spare FOR VALUES FROM (1, MAXVALUE) TO (MAXVALUE, MAXVALUE);',
    /rows of spare lie outside .*: 2\.\n.*rows of the default partition of parted belong to spare: 2\./,
  ],
  [
    'a list of values',
    `ALTER TABLE listed ATTACH PARTITION spare_kind FOR VALUES IN ('x', NULL);`,
    /rows of spare_kind lie outside of what it takes as a partition of listed: 1\./,
  ],
  [
    'a share of the rows',
    'ALTER TABLE hashed ATTACH PARTITION spare_id FOR VALUES WITH (MODULUS 2, REMAINDER 0);',
    /rows of spare_id lie outside .*: [1-9]\d\./,
  ],
  [
    'a new partition',
    `CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (500, 'a') TO (500, 'c');`,
    /rows of the default partition of parted belong to parted_1: 1\./,
  ],
  [
    'a key that is put in again',
    `INSERT INTO p (code, id) VALUES ('three', 1), ('two', 4), ('four', 5);`,
    /rows of p hold a key that is put in again: 1\./,
  ],
  [
    'keys that a query puts in again',
    'INSERT INTO pairs SELECT id, id FROM p WHERE id < 2 RETURNING a;',
    /rows of pairs hold a key that is put in again: 1\./,
  ],
  [
    'an exclusion',
    `ALTER TABLE a ADD CONSTRAINT e EXCLUDE USING gist (at WITH &&) WHERE (id > 0);`,
    /rows of a conflict with another in \(at WITH &&\), which is excluded again.*: 1\./,
  ],
  [
    'an exclusion by equality',
    'ALTER TABLE a ADD EXCLUDE USING btree (lower(email) WITH OPERATOR(pg_catalog.=), name WITH =);',
    /rows of a conflict with another.*: 1\./,
  ],
  [
    'NOT NULL',
    'ALTER TABLE a ALTER COLUMN email SET NOT NULL;',
    /rows of a have no email, which becomes NOT NULL again.*: 1\./,
  ],
  [
    'NOT NULL beside a new column',
    'ALTER TABLE a ADD COLUMN more int, ALTER COLUMN email SET NOT NULL;',
    /rows of a have no email, which becomes NOT NULL again.*: 1\./,
  ],
  [
    'a required column',
    'ALTER TABLE a ADD COLUMN more int NOT NULL;',
    /rows of a have no value for more.*: 3\./,
  ],
  [
    'a unique column with one value for all',
    'ALTER TABLE a ADD COLUMN more int DEFAULT 0 UNIQUE;',
    /rows of a repeat a value of \(more\).*: 2\./,
  ],
  [
    'a column whose CHECK its default breaks',
    'ALTER TABLE a ADD COLUMN more int NOT NULL DEFAULT (1 - 1) CHECK (more > 0);',
    /rows of a break the CHECK \(more > 0\).*: 3\./,
  ],
  [
    'a column that refers to nothing',
    'ALTER TABLE a ADD COLUMN more int DEFAULT 5 REFERENCES p;',
    /rows of a refer to no row of p, which \(more\) must again.*: 3\./,
  ],
  [
    'a generated column that cannot be computed',
    'ALTER TABLE a ADD COLUMN share int GENERATED ALWAYS AS (100 / other) STORED;',
    /rows of a get in share what the server refuses.*: 1\./,
  ],
  [
    'a generated column that is unique',
    `ALTER TABLE a ADD COLUMN low text GENERATED ALWAYS AS (lower(email)) STORED, ADD UNIQUE (low);`,
    /rows of a repeat a value of \(low\).*: 1\./,
  ],
  [
    'a generated column that is required',
    'ALTER TABLE a ADD COLUMN low text NOT NULL GENERATED ALWAYS AS (lower(email)) STORED;',
    /rows of a get in low what does not meet value IS NOT NULL.*: 1\./,
  ],
  [
    'a label that goes',
    `CREATE TYPE old AS ENUM ('user', 'admin'); ALTER TABLE a ALTER COLUMN role TYPE old USING role::text::old;`,
    /rows of a hold in role what does not fit old.*: 2\./,
  ],
  [
    'a label that goes, in a list',
    `CREATE TYPE old AS ENUM ('user', 'admin'); ALTER TABLE a ALTER COLUMN roles TYPE old[] USING roles::text[]::old[];`,
    /rows of a hold in roles what does not fit old\[\].*: 1\./,
  ],
  [
    'a label that a translation makes',
    `CREATE TYPE old AS ENUM ('user'); ALTER TABLE a ALTER COLUMN role TYPE old USING (CASE role WHEN 'guest' THEN 'user' ELSE role || 's' END)::old;`,
    /rows of a hold in role what does not fit old.*: 1\./,
  ],
  [
    'a narrower integer',
    'ALTER TABLE a ALTER COLUMN id TYPE integer;',
    /rows of a hold in id what does not fit integer.*: 1\./,
  ],
  [
    'a narrower number',
    'ALTER TABLE a ALTER COLUMN price TYPE numeric(3,2);',
    /rows of a hold in price what does not fit numeric\(3,2\).*: 1\./,
  ],
  [
    'a text that is no number',
    'ALTER TABLE a ALTER COLUMN number TYPE integer USING number::integer;',
    /rows of a hold in number what does not fit integer.*: 2\./,
  ],
  [
    'a conversion that refuses',
    `ALTER TABLE a ALTER COLUMN email TYPE inet USING ('10.0.0.' || other || replace(email, '@a', ''))::inet;`,
    /rows of a hold in email what does not fit inet.*: 2\./,
  ],
  [
    'a shorter text',
    `ALTER TABLE a ALTER COLUMN role TYPE varchar(4) USING role::text;`,
    /rows of a hold in role what does not fit varchar\(4\).*: 2\./,
  ],
  [
    'shorter texts in a list',
    `ALTER TABLE a ALTER COLUMN words TYPE varchar(4)[];`,
    /rows of a hold in words what does not fit varchar\(4\)\[\].*: 1\./,
  ],
  [
    'shorter bits',
    `ALTER TABLE a ALTER COLUMN flags TYPE bit(3);`,
    /rows of a hold in flags what does not fit bit\(3\).*: 1\./,
  ],
  [
    'keys that become one',
    'ALTER TABLE keyed ALTER COLUMN code TYPE integer USING code::integer;',
    /rows of keyed hold in code what becomes like that of another row.*: 1\./,
  ],
  [
    'keys that are rounded',
    'ALTER TABLE keyed ALTER COLUMN rank TYPE integer;',
    /rows of keyed hold in rank what becomes like that of another row.*: 1\./,
  ],
  [
    'a unique constraint on what is converted just before',
    'ALTER TABLE a ALTER email TYPE text USING upper(email); ALTER TABLE a ADD UNIQUE (email);',
    /rows of a repeat a value of \(email\).*: 1\./,
  ],
  [
    'a foreign key',
    'ALTER TABLE a ADD FOREIGN KEY (other) REFERENCES p (id);',
    /rows of a refer to no row of p.*: 1\./,
  ],
  [
    'a foreign key to what is not named',
    'ALTER TABLE a ADD FOREIGN KEY (other, other) REFERENCES pairs;',
    /rows of a refer to no row of pairs.*: 2\./,
  ],
  [
    'a foreign key that wants all or nothing',
    'ALTER TABLE a ADD COLUMN nothing int, ADD FOREIGN KEY (other, nothing) REFERENCES pairs MATCH FULL;',
    /rows of a refer to no row of pairs.*: 3\./,
  ],
  [
    'a foreign key that is validated',
    'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (name) REFERENCES p (code) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT f;',
    /rows of a refer to no row of p.*: 2\./,
  ],
  [
    'a foreign key to a table that comes back empty',
    'CREATE TABLE gone (id int PRIMARY KEY); ALTER TABLE a ADD FOREIGN KEY (other) REFERENCES gone;',
    /rows of a have a value of \(other\), which refers to gone again, and that comes back empty.*: 3\./,
  ],
  [
    'a CHECK',
    `ALTER TABLE a ADD CONSTRAINT c CHECK (role <> 'guest');`,
    /rows of a break the CHECK \(role <> 'guest'\).*: 2\./,
  ],
  [
    'a CHECK under a new name',
    `ALTER TABLE a RENAME email TO name_2; ALTER TABLE a ADD CONSTRAINT c CHECK (a.name_2 = upper(name_2));`,
    /rows of a break the CHECK.*: 2\./,
  ],
  [
    'a CHECK that cannot be asked',
    'ALTER TABLE a ADD CHECK (1 / other > -1);',
    /rows of a hold what \(1 \/ other > -1\) cannot be computed of.*: 1\./,
  ],
  [
    'a domain that is required',
    'ALTER DOMAIN label SET NOT NULL;',
    /rows of a.code have no value, which label.*: 1\./,
  ],
  [
    'a domain with a CHECK',
    `ALTER DOMAIN label ADD CONSTRAINT c CHECK (length(VALUE) > 0);`,
    /rows of a.code break the CHECK \(length\(VALUE\) > 0\) of label.*: 1\./,
  ],
  [
    'a domain that comes back',
    `CREATE DOMAIN mail AS text NOT NULL CHECK (VALUE ~ '^[a-z]'); ALTER TABLE a ALTER email TYPE mail;`,
    /rows of a hold in email what does not fit mail.*: 2\./,
  ],
  [
    'a column of a domain that comes back',
    `CREATE DOMAIN mail AS text NOT NULL; ALTER TABLE a ADD COLUMN more mail;`,
    /rows of a get in more what does not meet.*: 3\./,
  ],
  [
    'a sequence',
    'ALTER SEQUENCE numbers AS integer;',
    /rows of numbers hold a last_value beyond 2147483647.*: 1\./,
  ],
  [
    'rows that others hold',
    'DELETE FROM p WHERE id = 2;',
    /rows of held refer to rows of p that are deleted.*: 1\./,
  ],
];

/** Those that are told, and never called certain. */
const UNSURE = new Set(['a domain that is required', 'a domain with a CHECK']);

/** What the server takes. */
const CLEAN = [
  'ALTER TABLE a ADD COLUMN more int; UPDATE a SET more = id % 1000; ALTER TABLE a ALTER COLUMN more SET NOT NULL;',
  'ALTER TABLE a ADD COLUMN more uuid DEFAULT gen_random_uuid() UNIQUE;',
  'ALTER TABLE a ADD COLUMN more serial UNIQUE;',
  'ALTER TABLE a ADD COLUMN more int GENERATED ALWAYS AS IDENTITY PRIMARY KEY;',
  'ALTER TABLE a ADD COLUMN IF NOT EXISTS email text NOT NULL;',
  'ALTER TABLE a ADD COLUMN more int REFERENCES p;',
  `ALTER TABLE a ALTER COLUMN role TYPE varchar(4) USING role::varchar(4);`,
  `CREATE TYPE wide AS ENUM ('user', 'admin', 'guest', 'x'); ALTER TABLE a ALTER roles TYPE wide[] USING roles::text[]::wide[];`,
  'DELETE FROM held; DELETE FROM p WHERE id = 2;',
  'ALTER TABLE held DROP CONSTRAINT held_id_fkey; DELETE FROM p WHERE id = 2;',
  `UPDATE a SET email = 'e'; ALTER TABLE "public"."a" ADD CONSTRAINT c CHECK (email = 'e');`,
  'ALTER TABLE keyed DROP CONSTRAINT keyed_pkey; ALTER TABLE keyed ALTER code TYPE integer USING code::integer;',
  'CREATE TABLE gone (id int PRIMARY KEY); INSERT INTO gone SELECT DISTINCT other FROM a; ALTER TABLE a ADD FOREIGN KEY (other) REFERENCES gone;',
  'ALTER TABLE a ADD CONSTRAINT c CHECK (id < 5) NOT VALID;',
  'ALTER TABLE a DROP email, ADD email text UNIQUE;',
  'ALTER TABLE a RENAME email TO was; ALTER TABLE a RENAME name TO email; ALTER TABLE a ADD UNIQUE (was);',
  'ALTER SEQUENCE numbers AS integer RESTART WITH 1;',
  `CREATE UNIQUE INDEX ON a (name) WHERE name <> 'x';`,
  'ALTER TABLE a ADD EXCLUDE USING gist (at WITH &&) WHERE (id <> 1);',
  'ALTER TABLE a ADD FOREIGN KEY (other, price) REFERENCES pairs NOT VALID;'.replace('price', 'other'),
  `SELECT setval('numbers', 5); ALTER SEQUENCE numbers AS integer;`,
  'CREATE UNIQUE INDEX ON parent (name);',
  'DELETE FROM spare; ALTER TABLE parted ATTACH PARTITION spare FOR VALUES FROM (1000, MINVALUE) TO (1001, MAXVALUE);',
  `CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (6, 'a') TO (7, 'a'); CREATE TABLE parted_2 (id int, kind text);
   ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES FROM (8, 'a') TO (9, 'a');`,
  'ALTER TABLE listed ATTACH PARTITION spare_kind DEFAULT;',
  `INSERT INTO p VALUES (1, 'one') ON CONFLICT DO NOTHING; INSERT INTO p VALUES (3, 'three'); INSERT INTO pairs VALUES (1, 2), (2, 1);`,
  `DELETE FROM pairs; INSERT INTO pairs VALUES (1, 1);`,
  `ALTER TABLE keyed DROP CONSTRAINT keyed_pkey; INSERT INTO keyed (code) VALUES ('7');`,
  `INSERT INTO keyed VALUES ('8'), ('9'); UPDATE p SET id = 9 WHERE id = 1; INSERT INTO p VALUES (1, 'uno');`,
  `CREATE DOMAIN mail AS text CHECK (VALUE ~* '^e'); ALTER TABLE a ALTER email TYPE mail;`,
];

/** What stands in the way of a script, and whether the server agrees that something does. */
async function asked(client: Client, down: string) {
  const script = makeScript('down.sql', down);
  const ahead = { migration: B, script, statements: script.statements, isWhole: true };
  const { obstacles } = await withTransaction(client, () =>
    foresee({ client, lock: false }, [ahead], 'public'),
  );
  await client.query('BEGIN');
  const isRefused = await client.query(down).then(
    () => false,
    () => true,
  );
  await client.query('ROLLBACK');
  return { obstacles, isRefused };
}

describe('rows that would make it fail', () => {
  it('are counted and named', async () => {
    const project = await deployed({ before, down: 'SELECT 1;', rows });
    const wrong: string[] = [];
    await project.connect(async (client) => {
      for (const [title, down, why] of CASES) {
        const { obstacles, isRefused } = await asked(client, down);
        const sure = obstacles.filter(({ isCertain }) => isCertain !== UNSURE.has(title));
        const words = sure.map(({ message }) => message).join('\n');
        if (!why.test(words)) wrong.push(`${title}: ${JSON.stringify(obstacles)}`);
        if (!isRefused) wrong.push(`${title}: the server takes it`);
      }
    });
    expect(wrong).toEqual([]);
  });

  it('are not where the script mends them or nothing is refused', async () => {
    const project = await deployed({ before, down: 'SELECT 1;', rows });
    const wrong: string[] = [];
    await project.connect(async (client) => {
      for (const down of CLEAN) {
        const { obstacles, isRefused } = await asked(client, down);
        if (isRefused) wrong.push(`${down}: the server refuses it`);
        for (const { message, isCertain } of obstacles) if (isCertain) wrong.push(`${down}: ${message}`);
      }
    });
    expect(wrong).toEqual([]);
  });

  it('stop it before it begins', async () => {
    const project = await deployed({ before, down: 'ALTER TABLE a ALTER COLUMN email SET NOT NULL;', rows });
    await expect(back(project)).rejects.toMatchObject({
      code: 'migrations.rollback_would_fail',
      why: expect.stringMatching(/rows of a have no email.*: 1\./),
    });
  });

  it('are only told of where something before may change them', async () => {
    const project = await deployed({
      before,
      down: `UPDATE a SET name = 'unnamed' WHERE name IS NULL; ALTER TABLE a ALTER COLUMN name SET NOT NULL;`,
      rows,
    });
    expect(describeLosses(await back(project, { dryRun: true }))).toEqual([
      `may fail: ${B}/down.sql:1: rows of a have no name, which becomes NOT NULL again: 1`,
    ]);
    expect((await back(project)).results).toMatchObject([{ outcome: 'succeeded' }]);
  });
});
