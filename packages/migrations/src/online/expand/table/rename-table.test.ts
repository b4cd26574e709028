import { type Client, failedWith, readServerVersion, SQLSTATE, withConnection } from '@agora/postgres';
import { withTestDatabase, withTestRole } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { expandAll, expansionOf, expectCourse, migrationsOf } from '../expansion.fixture.ts';

const onDatabase = (use: (client: Client, url: string) => Promise<void>): Promise<void> =>
  withTestDatabase((url) => withConnection(url, (client) => use(client, url)));

const RENAME = 'ALTER TABLE users RENAME TO accounts';

/** Why a test is left out. */
const REFUSED = 'before 15 a view would go around row-level security';

const isDenied = (error: unknown): boolean => failedWith(error, SQLSTATE.insufficientPrivilege);

describe('the rename of a table by expansion', () => {
  it.for([
    ['a plain table', 'CREATE TABLE users (id serial PRIMARY KEY, name text)', RENAME],
    [
      'privileges, policies and what refers to it',
      `CREATE TABLE users (id int PRIMARY KEY, up int REFERENCES users, name text); GRANT SELECT, TRIGGER ON users TO PUBLIC; ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON users USING (true); CREATE VIEW named AS SELECT name FROM users`,
      RENAME,
    ],
    [
      'privileges of columns',
      'CREATE TABLE users (id int PRIMARY KEY, name text); GRANT UPDATE (name), SELECT ON users TO PUBLIC',
      RENAME,
    ],
    [
      'a partitioned one, with names that want quotes',
      `CREATE SCHEMA "My App"; CREATE TABLE "My App"."U s" (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p PARTITION OF "My App"."U s" DEFAULT`,
      'ALTER TABLE "My App"."U s" RENAME TO "Accounts"',
    ],
  ] as const)('ends where the plain one does, and goes back: %s', ([, init, change], { skip }) =>
    onDatabase(async (client) => {
      skip(init.includes('ROW LEVEL') && (await readServerVersion(client)) < 150_000, REFUSED);
      await client.query(init);
      await expect(expectCourse(client, { init, change, see: 'SELECT 1' })).resolves.toBeUndefined();
    }),
  );

  it('is refused where a view would go around row-level security', () =>
    onDatabase(async (client) => {
      await client.query(
        'CREATE TABLE users (id int PRIMARY KEY); ALTER TABLE users ENABLE ROW LEVEL SECURITY; GRANT SELECT (id) ON users TO PUBLIC',
      );
      expect(await expansionOf(client, RENAME)).toEqual({
        reason: expect.stringMatching(/row-level security/),
      });
    }));

  it('serves reading and writing under both names', () =>
    onDatabase(async (client) => {
      await client.query(
        `CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE DEFAULT 'x', n int DEFAULT 0, lower text GENERATED ALWAYS AS (lower(name)) STORED)`,
      );
      await expandAll(client, migrationsOf(await expansionOf(client, RENAME)));
      for (const table of ['users', 'accounts', 'users']) {
        await client.query(
          `INSERT INTO ${table} (name) VALUES ('A') ON CONFLICT (name) DO UPDATE SET n = ${table}.n + 1 RETURNING id, lower`,
        );
        await client.query(`BEGIN; SELECT FROM ${table} WHERE name = 'A' FOR UPDATE; COMMIT`);
      }
      await client.query(
        `INSERT INTO users DEFAULT VALUES; INSERT INTO users (id, name) OVERRIDING SYSTEM VALUE VALUES (9, 'z')`,
      );
      await client.query(
        `UPDATE users SET name = 'B' FROM accounts a WHERE a.id = users.id AND users.name = 'A'; DELETE FROM users WHERE name = 'z'`,
      );
      const { rows } = await client.query('SELECT name, n, lower FROM accounts ORDER BY id');
      expect(rows).toEqual([
        { name: 'B', n: 2, lower: 'b' },
        { name: 'x', n: 0, lower: 'x' },
      ]);
    }));

  it.for([
    [
      'a policy',
      "ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON users USING (name = 'a'); GRANT SELECT, UPDATE ON users TO $",
      1,
      true,
    ],
    ['privileges of columns', 'GRANT SELECT (id, name) ON users TO $', 2, false],
  ] as const)('shows nobody more than the table does: %s', ([, sql, count, may], { skip }) =>
    onDatabase((client, url) =>
      withTestRole(url, async ({ url: asRole, name }) => {
        skip(sql.includes('ROW LEVEL') && (await readServerVersion(client)) < 150_000, REFUSED);
        await client.query(
          `CREATE TABLE users (id int PRIMARY KEY, name text, secret text); INSERT INTO users VALUES (1, 'a', 's'), (2, 'b', 's'); ${sql.replace('$', name)}`,
        );
        await expandAll(client, migrationsOf(await expansionOf(client, RENAME)));
        await withConnection(asRole, async (other) => {
          const tried = async (text: string): Promise<unknown> =>
            other.query(text).then(
              ({ rowCount }) => rowCount,
              (error: unknown) => (isDenied(error) ? 'denied' : error),
            );
          for (const table of ['users', 'accounts']) {
            expect(await tried(`SELECT id, name FROM ${table}`)).toBe(count);
            expect(await tried(`SELECT secret FROM ${table}`)).toBe(may ? count : 'denied');
            expect(await tried(`UPDATE ${table} SET secret = 't'`)).toBe(may ? count : 'denied');
            expect(await tried(`DELETE FROM ${table}`)).toBe('denied');
          }
        });
      }),
    ),
  );

  it.each([
    ['COPY users FROM STDIN', '42809'],
    ['TRUNCATE users', '42809'],
    ['SELECT ctid FROM users', '42703'],
    ['INSERT INTO users VALUES (1) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING', '42704'],
  ])('does not serve %s under the old name', (sql, code) =>
    onDatabase(async (client) => {
      await client.query('CREATE TABLE users (id int PRIMARY KEY)');
      await expandAll(client, migrationsOf(await expansionOf(client, RENAME)));
      await expect(client.query(sql)).rejects.toMatchObject({ code });
    }),
  );
});
