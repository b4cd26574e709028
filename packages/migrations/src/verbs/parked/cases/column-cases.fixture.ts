import type { ParkingCase } from './parking-case.fixture.ts';

/** Columns that go and come. */
export const columnCases: readonly ParkingCase[] = [
  {
    title: 'a column dropped',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users DROP COLUMN nick;',
    down: 'ALTER TABLE users ADD COLUMN nick text;',
    written: `INSERT INTO users (id, name) VALUES (3, 'Cy')`,
    old: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'a'],
        [2, null],
        [3, null],
      ],
    ],
    rewritten: `UPDATE users SET nick = 'c' WHERE id = 3`,
    again: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
        [3, 'Cy'],
      ],
    ],
  },
  {
    title: 'a required column dropped, with a default on the way back',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users DROP COLUMN name;',
    down: `ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT ''; ALTER TABLE users ALTER COLUMN name DROP DEFAULT;`,
    written: 'INSERT INTO users (id) VALUES (3)',
    old: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
        [3, ''],
      ],
    ],
    again: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'a'],
        [2, null],
        [3, null],
      ],
    ],
  },
  {
    title: 'a required column dropped, filled by an UPDATE on the way back',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users DROP COLUMN name;',
    down: `ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = 'nobody' WHERE id > 0; ALTER TABLE users ALTER COLUMN name SET NOT NULL;`,
    written: 'INSERT INTO users (id) VALUES (3)',
    old: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
        [3, 'nobody'],
      ],
    ],
    again: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'a'],
        [2, null],
        [3, null],
      ],
    ],
  },
  {
    title: 'a required column dropped, without any default',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users DROP COLUMN name;',
    down: 'ALTER TABLE users ADD COLUMN name text NOT NULL;',
    written: `UPDATE users SET nick = 'n'`,
    old: [
      'SELECT id, name, nick FROM users ORDER BY id',
      [
        [1, 'Ann', 'n'],
        [2, 'Bob', 'n'],
      ],
    ],
    again: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'n'],
        [2, 'n'],
      ],
    ],
  },
  {
    title: 'a column added',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users ADD COLUMN age int;',
    down: 'ALTER TABLE users DROP COLUMN age;',
    written: 'UPDATE users SET age = 30 WHERE id = 1',
    old: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
      ],
    ],
    rewritten: `INSERT INTO users (id, name) VALUES (3, 'Cy')`,
    again: [
      'SELECT id, age FROM users ORDER BY id',
      [
        [1, 30],
        [2, null],
        [3, null],
      ],
    ],
  },
  {
    title: 'a required column added, with a default',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 7;',
    down: 'ALTER TABLE users DROP COLUMN age;',
    written: 'UPDATE users SET age = 30 WHERE id = 1',
    old: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
      ],
    ],
    rewritten: `INSERT INTO users (id, name) VALUES (3, 'Cy')`,
    again: [
      'SELECT id, age FROM users ORDER BY id',
      [
        [1, 30],
        [2, 7],
        [3, 7],
      ],
    ],
  },
  {
    title: 'a column with a default and NULLs that are meant',
    before: `CREATE TABLE t (id int PRIMARY KEY, v text DEFAULT 'd');`,
    rows: `INSERT INTO t VALUES (1, NULL), (2, 'x')`,
    up: 'ALTER TABLE t DROP COLUMN v;',
    down: `ALTER TABLE t ADD COLUMN v text DEFAULT 'd';`,
    written: 'INSERT INTO t VALUES (3); UPDATE t SET id = 4 WHERE id = 1',
    old: [
      'SELECT id, v FROM t ORDER BY id',
      [
        [2, 'x'],
        [3, 'd'],
        [4, null],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[2], [3], [4]]],
  },
  {
    title: 'a serial column',
    before: 'CREATE TABLE t (id int PRIMARY KEY, n serial);',
    rows: 'INSERT INTO t (id) VALUES (1), (2); UPDATE t SET n = 50 WHERE id = 1',
    up: 'ALTER TABLE t DROP COLUMN n;',
    down: 'ALTER TABLE t ADD COLUMN n serial;',
    written: 'INSERT INTO t VALUES (3)',
    old: [
      'SELECT id, n FROM t ORDER BY id',
      [
        [1, 50],
        [2, 2],
        [3, 3],
      ],
    ],
    rewritten: 'INSERT INTO t (id) VALUES (4)',
    again: ['SELECT count(*)::int FROM t', [[4]]],
  },
  {
    title: 'an identity column',
    before: 'CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);',
    rows: 'INSERT INTO t (id) VALUES (1), (2); DELETE FROM t WHERE id = 2; INSERT INTO t (id) VALUES (2)',
    up: 'ALTER TABLE t DROP COLUMN n;',
    down: 'ALTER TABLE t ADD COLUMN n int NOT NULL GENERATED ALWAYS AS IDENTITY;',
    written: 'INSERT INTO t VALUES (3)',
    old: [
      'SELECT id, n FROM t ORDER BY id',
      [
        [1, 1],
        [2, 3],
        [3, 4],
      ],
    ],
    rewritten: 'INSERT INTO t (id) VALUES (4)',
    again: ['SELECT count(*)::int FROM t', [[4]]],
  },
  {
    title: 'a column of the primary key',
    before: 'CREATE TABLE t (a int, b int, v text, PRIMARY KEY (a, b));',
    rows: `INSERT INTO t VALUES (1, 7, 'x'), (2, 8, 'y')`,
    up: 'ALTER TABLE t DROP COLUMN b, ADD CONSTRAINT t_only PRIMARY KEY (a);',
    down: 'ALTER TABLE t DROP CONSTRAINT t_only; ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT 0; ALTER TABLE t ALTER b DROP DEFAULT; ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a, b);',
    written: `INSERT INTO t (a, v) VALUES (3, 'z')`,
    old: [
      'SELECT a, b, v FROM t ORDER BY a',
      [
        [1, 7, 'x'],
        [2, 8, 'y'],
        [3, 0, 'z'],
      ],
    ],
    again: [
      'SELECT a, v FROM t ORDER BY a',
      [
        [1, 'x'],
        [2, 'y'],
        [3, 'z'],
      ],
    ],
  },
  {
    title: 'a column with unique, plain, partial and expression indexes',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, email text, gone timestamp, CONSTRAINT e UNIQUE (email)); CREATE UNIQUE INDEX ux ON t (email, id); CREATE INDEX ix ON t (email); CREATE UNIQUE INDEX px ON t (id) WHERE email IS NULL; CREATE INDEX lx ON t (lower(email)); CREATE UNIQUE INDEX cx ON t ((coalesce(email, id::text)));',
    rows: `INSERT INTO t VALUES (1, 'a@x'), (2, 'b@x')`,
    up: 'ALTER TABLE t DROP COLUMN email;',
    down: 'ALTER TABLE t ADD COLUMN email text; ALTER TABLE t ADD CONSTRAINT e UNIQUE (email); CREATE UNIQUE INDEX ux ON public."t" (email, id); CREATE INDEX ix ON t (email); CREATE UNIQUE INDEX px ON t (id) WHERE email IS NULL; CREATE INDEX lx ON t (lower(email)); CREATE UNIQUE INDEX cx ON t ((coalesce(email, id::text)));',
    written: 'INSERT INTO t (id) VALUES (3), (4)',
    old: [
      'SELECT id, email FROM t ORDER BY id',
      [
        [1, 'a@x'],
        [2, 'b@x'],
        [3, null],
        [4, null],
      ],
    ],
    again: ['SELECT count(*)::int FROM t', [[4]]],
  },
  {
    title: 'a column that says what is deleted, in a unique index',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, email text, gone timestamp); CREATE UNIQUE INDEX live ON t (email) WHERE gone IS NULL;',
    rows: `INSERT INTO t VALUES (1, 'a', NULL), (2, 'b', '2024-01-01')`,
    up: 'ALTER TABLE t DROP COLUMN gone;',
    down: 'ALTER TABLE t ADD COLUMN gone timestamp; CREATE UNIQUE INDEX live ON t (email) WHERE gone IS NULL;',
    written: `INSERT INTO t (id, email) VALUES (3, 'b')`,
    old: [
      'SELECT id, gone IS NULL FROM t ORDER BY id',
      [
        [1, true],
        [2, false],
        [3, true],
      ],
    ],
    again: ['SELECT count(*)::int FROM t', [[3]]],
  },
  {
    title: 'a column with a foreign key and a check',
    before:
      'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text); CREATE TABLE posts (id int PRIMARY KEY, author int NOT NULL CONSTRAINT who REFERENCES users ON DELETE CASCADE, CHECK (author IS NOT NULL));',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL); INSERT INTO posts VALUES (1, 1), (2, 2)`,
    up: 'ALTER TABLE posts DROP COLUMN author;',
    down: 'ALTER TABLE posts ADD COLUMN author int NOT NULL DEFAULT 1; ALTER TABLE posts ALTER author DROP DEFAULT; ALTER TABLE posts ADD CONSTRAINT who FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE; ALTER TABLE posts ADD CONSTRAINT posts_author_check CHECK (author IS NOT NULL);',
    written: 'INSERT INTO posts VALUES (3)',
    old: [
      'SELECT id, author FROM posts ORDER BY id',
      [
        [1, 1],
        [2, 2],
        [3, 1],
      ],
    ],
    again: ['SELECT count(*)::int FROM posts', [[3]]],
  },
  {
    title: 'names that need quotes, in another schema',
    before:
      'CREATE SCHEMA "My Shop"; CREATE TABLE "My Shop"."Order Line" ("Id" int PRIMARY KEY, "Unit "" Price" numeric(10,2)); CREATE INDEX "By.Price" ON "My Shop"."Order Line" ("Unit "" Price");',
    rows: 'INSERT INTO "My Shop"."Order Line" VALUES (1, 9.5)',
    up: 'ALTER TABLE "My Shop"."Order Line" DROP COLUMN "Unit "" Price";',
    down: 'ALTER TABLE "My Shop"."Order Line" ADD COLUMN "Unit "" Price" decimal(10,2); CREATE INDEX "By.Price" ON "My Shop"."Order Line" ("Unit "" Price");',
    written: 'INSERT INTO "My Shop"."Order Line" VALUES (2)',
    old: [
      'SELECT "Id", "Unit "" Price"::text FROM "My Shop"."Order Line" ORDER BY 1',
      [
        [1, '9.50'],
        [2, null],
      ],
    ],
    again: ['SELECT "Id" FROM "My Shop"."Order Line" ORDER BY 1', [[1], [2]]],
  },
  {
    title: 'a column that a view needs, by CASCADE',
    before:
      'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text); CREATE VIEW nicks AS SELECT id, nick FROM users;',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users DROP COLUMN nick CASCADE;',
    down: 'ALTER TABLE users ADD COLUMN nick text; CREATE VIEW nicks AS SELECT id, nick FROM users;',
    written: `INSERT INTO users (id, name) VALUES (3, 'Cy')`,
    old: [
      'SELECT id, nick FROM nicks ORDER BY id',
      [
        [1, 'a'],
        [2, null],
        [3, null],
      ],
    ],
    again: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
        [3, 'Cy'],
      ],
    ],
  },
  {
    title: 'a required column under forced row-level security and a trigger',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, tenant int NOT NULL, touched int DEFAULT 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY own ON t USING (id > 0); CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$; CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();',
    rows: 'INSERT INTO t VALUES (1, 5)',
    up: 'ALTER TABLE t DROP COLUMN tenant;',
    down: 'ALTER TABLE t ADD COLUMN tenant int NOT NULL DEFAULT 1; ALTER TABLE t ALTER tenant DROP DEFAULT;',
    written: 'INSERT INTO t VALUES (2)',
    old: [
      'SELECT id, tenant, touched FROM t ORDER BY id',
      [
        [1, 5, 0],
        [2, 1, 0],
      ],
    ],
    again: [
      'SELECT id, touched FROM t ORDER BY id',
      [
        [1, 0],
        [2, 0],
      ],
    ],
  },
  {
    title: 'a column of a partitioned table',
    before:
      'CREATE TABLE t (id int, at int, v text NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (10) TO (20); CREATE INDEX tv ON t (v);',
    rows: `INSERT INTO t VALUES (1, 1, 'x'), (2, 11, 'y')`,
    up: 'ALTER TABLE t DROP COLUMN v;',
    down: `ALTER TABLE t ADD COLUMN v text NOT NULL DEFAULT '-'; ALTER TABLE t ALTER v DROP DEFAULT; CREATE INDEX tv ON t (v);`,
    written: 'INSERT INTO t VALUES (3, 12)',
    old: [
      'SELECT id, v FROM t ORDER BY id',
      [
        [1, 'x'],
        [2, 'y'],
        [3, '-'],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2], [3]]],
  },
  {
    title: 'a column and one that is computed from it',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED);',
    rows: 'INSERT INTO t VALUES (1, 4)',
    up: 'ALTER TABLE t DROP COLUMN b, DROP COLUMN a;',
    down: 'ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int GENERATED ALWAYS AS (a * 2) STORED;',
    written: 'INSERT INTO t VALUES (2)',
    old: [
      'SELECT id, a, b FROM t ORDER BY id',
      [
        [1, 4, 8],
        [2, null, null],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2]]],
  },
  {
    title: 'several columns dropped and added by one statement',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, a int, b text NOT NULL, c text); CREATE STATISTICS s ON a, b FROM t;',
    rows: `INSERT INTO t VALUES (1, 1, 'b', 'c')`,
    up: 'ALTER TABLE t DROP COLUMN a, ADD COLUMN d int DEFAULT 5, DROP COLUMN b, ALTER COLUMN c SET NOT NULL;',
    down: `ALTER TABLE t ADD COLUMN a int, ALTER COLUMN c DROP NOT NULL, DROP COLUMN d, ADD COLUMN b text NOT NULL DEFAULT ''; ALTER TABLE t ALTER b DROP DEFAULT; CREATE STATISTICS s ON a, b FROM t;`,
    written: `INSERT INTO t (id, c) VALUES (2, 'cc'); UPDATE t SET d = 6 WHERE id = 1`,
    old: [
      'SELECT id, a, b, c FROM t ORDER BY id',
      [
        [1, 1, 'b', 'c'],
        [2, null, '', 'cc'],
      ],
    ],
    rewritten: `INSERT INTO t (id, a, b, c) VALUES (3, 3, 'b3', 'c3')`,
    again: [
      'SELECT id, c, d FROM t ORDER BY id',
      [
        [1, 'c', 6],
        [2, 'cc', 5],
        [3, 'c3', 5],
      ],
    ],
  },
  {
    title: 'a column copied to a new one and dropped',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users ADD COLUMN handle text; UPDATE users SET handle = nick; ALTER TABLE users DROP COLUMN nick;',
    down: 'ALTER TABLE users ADD COLUMN nick text; UPDATE users SET nick = handle; ALTER TABLE users DROP COLUMN handle;',
    written: `UPDATE users SET handle = 'new' WHERE id = 1; INSERT INTO users (id, name, handle) VALUES (3, 'Cy', 'c')`,
    old: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'new'],
        [2, null],
        [3, 'c'],
      ],
    ],
    rewritten: `UPDATE users SET nick = 'newer' WHERE id = 1`,
    again: [
      'SELECT id, handle FROM users ORDER BY id',
      [
        [1, 'newer'],
        [2, null],
        [3, 'c'],
      ],
    ],
  },
  {
    title: 'a column dropped statement by statement',
    before:
      'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text); CREATE INDEX by_nick ON users (nick);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: `-- agora: no-transaction
ALTER TABLE users DROP COLUMN nick;
CREATE INDEX CONCURRENTLY by_name ON users (name);`,
    down: `-- agora: no-transaction
ALTER TABLE users ADD COLUMN nick text;
DROP INDEX CONCURRENTLY by_name;
CREATE INDEX by_nick ON users (nick);`,
    written: `INSERT INTO users (id, name) VALUES (3, 'Cy')`,
    old: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'a'],
        [2, null],
        [3, null],
      ],
    ],
    again: [
      'SELECT id, name FROM users ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
        [3, 'Cy'],
      ],
    ],
  },
  {
    title: 'a column dropped with its enum',
    before: `CREATE TYPE "Mood" AS ENUM ('sad', 'glad'); CREATE TABLE t (id int PRIMARY KEY, mood "Mood" NOT NULL DEFAULT 'glad', moods "Mood"[]);`,
    rows: `INSERT INTO t VALUES (1, 'sad', '{sad,glad}')`,
    up: 'ALTER TABLE t DROP COLUMN mood, DROP COLUMN moods; DROP TYPE "Mood";',
    down: `CREATE TYPE "Mood" AS ENUM ('sad', 'glad'); ALTER TABLE t ADD COLUMN mood "Mood" NOT NULL DEFAULT 'glad', ADD COLUMN moods "Mood"[];`,
    written: 'INSERT INTO t VALUES (2)',
    old: [
      'SELECT id, mood::text, moods::text FROM t ORDER BY id',
      [
        [1, 'sad', '{sad,glad}'],
        [2, 'glad', null],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2]]],
  },
  {
    title: 'a column renamed and then dropped by one script',
    before: 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);',
    rows: `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`,
    up: 'ALTER TABLE users RENAME COLUMN nick TO handle; ALTER TABLE users RENAME TO people; ALTER TABLE people DROP COLUMN handle;',
    down: 'ALTER TABLE people ADD COLUMN handle text; ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME COLUMN handle TO nick;',
    written: `INSERT INTO people VALUES (3, 'Cy')`,
    old: [
      'SELECT id, nick FROM users ORDER BY id',
      [
        [1, 'a'],
        [2, null],
        [3, null],
      ],
    ],
    again: [
      'SELECT id, name FROM people ORDER BY id',
      [
        [1, 'Ann'],
        [2, 'Bob'],
        [3, 'Cy'],
      ],
    ],
  },
];
