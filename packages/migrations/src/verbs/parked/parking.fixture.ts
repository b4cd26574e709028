/** A change that is deployed with parking, used by the new application, taken back, used by the old one, deployed again. */
export interface ParkingCase {
  readonly title: string;
  /** The first migration. */
  readonly before: string;
  /** What the old application has written. */
  readonly rows: string;
  readonly up: string;
  readonly down: string;
  /** What the new application writes meanwhile. */
  readonly written: string;
  /** What is asked once it is taken back, and the answer. */
  readonly old: readonly [string, readonly (readonly unknown[])[]];
  /** What the old application writes then. */
  readonly rewritten?: string;
  /** What is asked once it is deployed again, and the answer. */
  readonly again: readonly [string, readonly (readonly unknown[])[]];
}

const USERS = 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);';
const TWO = `INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL)`;

export const CASES: readonly ParkingCase[] = [
  {
    title: 'a column dropped',
    before: USERS,
    rows: TWO,
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
    title: 'a required column dropped, filled where it must be',
    before: USERS,
    rows: TWO,
    up: 'ALTER TABLE users DROP COLUMN name;',
    down: `ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT ''; ALTER TABLE users ALTER COLUMN name DROP DEFAULT;`,
    written: `INSERT INTO users (id) VALUES (3)`,
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
    title: 'a required column dropped, filled by an UPDATE',
    before: USERS,
    rows: TWO,
    up: 'ALTER TABLE users DROP COLUMN name;',
    down: `ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = 'nobody' WHERE id > 0; ALTER TABLE users ALTER COLUMN name SET NOT NULL;`,
    written: `INSERT INTO users (id) VALUES (3)`,
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
    title: 'a column added',
    before: USERS,
    rows: TWO,
    up: `ALTER TABLE users ADD COLUMN age int;`,
    down: 'ALTER TABLE users DROP COLUMN age;',
    written: `UPDATE users SET age = 30 WHERE id = 1`,
    old: [
      'SELECT * FROM (SELECT id, name, nick FROM users) u ORDER BY id',
      [
        [1, 'Ann', 'a'],
        [2, 'Bob', null],
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
    title: 'a table dropped',
    before: `${USERS} CREATE TABLE posts (id serial PRIMARY KEY, author int REFERENCES users (id), body text DEFAULT 'x'); CREATE INDEX posts_author ON posts (author);`,
    rows: `${TWO}; INSERT INTO posts (author, body) VALUES (1, 'hello'), (2, 'bye')`,
    up: 'DROP TABLE posts;',
    down: `CREATE TABLE posts (id serial PRIMARY KEY, author int, body text DEFAULT 'x'); CREATE INDEX posts_author ON posts (author); ALTER TABLE posts ADD CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES users (id);`,
    written: `INSERT INTO users VALUES (3, 'Cy', NULL)`,
    old: [
      'SELECT * FROM posts ORDER BY id',
      [
        [1, 1, 'hello'],
        [2, 2, 'bye'],
      ],
    ],
    rewritten: `INSERT INTO posts (author) VALUES (3)`,
    again: ['SELECT count(*)::int FROM users', [[3]]],
  },
  {
    title: 'a table added',
    before: USERS,
    rows: TWO,
    up: `CREATE TABLE tags (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text UNIQUE, "user" int REFERENCES users (id) ON DELETE CASCADE);`,
    down: `DROP TABLE tags;`,
    written: `INSERT INTO tags (name, "user") VALUES ('t', 1), ('u', 2)`,
    old: ['SELECT count(*)::int FROM users', [[2]]],
    again: [
      'SELECT name, "user" FROM tags ORDER BY 1',
      [
        ['t', 1],
        ['u', 2],
      ],
    ],
  },
  {
    title: 'a type changed by a lossy conversion',
    before: 'CREATE TABLE orders (id int PRIMARY KEY, code text NOT NULL);',
    rows: `INSERT INTO orders VALUES (1, '007'), (2, '8'), (3, '0x')`,
    up: `ALTER TABLE orders ALTER COLUMN code TYPE int USING coalesce(substring(code FROM '^[0-9]+')::int, 0);`,
    down: `ALTER TABLE orders ALTER COLUMN code TYPE text USING code::text;`,
    written: `UPDATE orders SET code = 9 WHERE id = 2; INSERT INTO orders VALUES (4, 12)`,
    old: [
      'SELECT * FROM (SELECT id, code FROM orders) o ORDER BY id',
      [
        [1, '007'],
        [2, '9'],
        [3, '0x'],
        [4, '12'],
      ],
    ],
    again: [
      'SELECT id, code FROM orders ORDER BY id',
      [
        [1, 7],
        [2, 9],
        [3, 0],
        [4, 12],
      ],
    ],
  },
  {
    title: 'a table and its enum dropped',
    before: `CREATE TYPE "Status" AS ENUM ('open', 'closed'); CREATE TABLE "Issue" (id int PRIMARY KEY, status "Status" NOT NULL DEFAULT 'open', CHECK (id > 0));`,
    rows: `INSERT INTO "Issue" VALUES (1, 'closed')`,
    up: `DROP TABLE "Issue"; DROP TYPE "Status";`,
    down: `CREATE TYPE "Status" AS ENUM ('open', 'closed'); CREATE TABLE "Issue" (id int PRIMARY KEY, status "Status" NOT NULL DEFAULT 'open', CHECK (id > 0));`,
    written: 'SELECT 1',
    old: ['SELECT id, status::text FROM "Issue"', [[1, 'closed']]],
    rewritten: `INSERT INTO "Issue" (id) VALUES (2)`,
    again: ['SELECT 1', [[1]]],
  },
];
