import type { ParkingCase } from './parking-case.fixture.ts';

/** Columns on which something stands: keys, indexes, references, views, policies, triggers. */
export const standingCases: readonly ParkingCase[] = [
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
];
