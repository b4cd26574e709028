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
    title: 'several columns dropped and added by one statement',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, a int, b text NOT NULL, c text); CREATE STATISTICS s ON a, b FROM t;',
    rows: `INSERT INTO t VALUES (1, 1, 'b', 'c')`,
    up: 'ALTER TABLE t -- why\n DROP COLUMN a, ADD COLUMN d int DEFAULT 5, DROP COLUMN b, ALTER COLUMN c SET NOT NULL;',
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
  {
    title: 'a column split into two, which do not tell all of it',
    before: 'CREATE TABLE p (id int PRIMARY KEY, name text NOT NULL);',
    rows: `INSERT INTO p VALUES (1, 'Ann B. Smith'), (2, 'Bob'), (3, 'Cy, the Third')`,
    up: `ALTER TABLE p ADD COLUMN first text, ADD COLUMN last text; UPDATE p SET first = split_part(name, ' ', 1), last = split_part(name, ' ', 2); ALTER TABLE p DROP COLUMN name;`,
    down: `ALTER TABLE p ADD COLUMN name text; UPDATE p SET name = concat_ws(' ', first, last); ALTER TABLE p ALTER COLUMN name SET NOT NULL; ALTER TABLE p DROP COLUMN first, DROP COLUMN last;`,
    written: `UPDATE p SET last = 'Brown' WHERE id = 2; INSERT INTO p (id, first, last) VALUES (4, 'Dee', 'Day')`,
    old: [
      'SELECT id, name FROM p ORDER BY id',
      [
        [1, 'Ann B. Smith'],
        [2, 'Bob Brown'],
        [3, 'Cy, the Third'],
        [4, 'Dee Day'],
      ],
    ],
    rewritten: `UPDATE p SET name = 'Dee Doe' WHERE id = 4`,
    again: [
      'SELECT id, first, last FROM p ORDER BY id',
      [
        [1, 'Ann', 'B.'],
        [2, 'Bob', 'Brown'],
        [3, 'Cy,', 'the'],
        [4, 'Dee', 'Doe'],
      ],
    ],
  },
  {
    title: 'a column that the way back guesses from another',
    before: 'CREATE TABLE p (id int PRIMARY KEY, name text NOT NULL, slug text NOT NULL);',
    rows: `INSERT INTO p VALUES (1, 'Ann', 'first-of-all')`,
    up: 'ALTER TABLE p DROP COLUMN slug;',
    down: 'ALTER TABLE p ADD COLUMN slug text; UPDATE p SET slug = lower(name); ALTER TABLE p ALTER COLUMN slug SET NOT NULL;',
    written: `INSERT INTO p (id, name) VALUES (2, 'Bob')`,
    old: [
      'SELECT id, slug FROM p ORDER BY id',
      [
        [1, 'first-of-all'],
        [2, 'bob'],
      ],
    ],
    again: ['SELECT id FROM p ORDER BY id', [[1], [2]]],
  },
  {
    title: 'a column moved to another table',
    before: 'CREATE TABLE p (id int PRIMARY KEY, bio text);',
    rows: `INSERT INTO p VALUES (1, 'x'), (2, NULL)`,
    up: 'CREATE TABLE bios (p int PRIMARY KEY, bio text); INSERT INTO bios SELECT id, bio FROM p WHERE bio IS NOT NULL; ALTER TABLE p DROP COLUMN bio;',
    down: 'ALTER TABLE p ADD COLUMN bio text; UPDATE p SET bio = b.bio FROM bios b WHERE b.p = p.id; DROP TABLE bios;',
    written: `UPDATE bios SET bio = 'y' WHERE p = 1; INSERT INTO bios VALUES (2, 'z')`,
    old: [
      'SELECT id, bio FROM p ORDER BY id',
      [
        [1, 'y'],
        [2, 'z'],
      ],
    ],
    again: [
      'SELECT p, bio FROM bios ORDER BY p',
      [
        [1, 'y'],
        [2, 'z'],
      ],
    ],
  },
];
