import { type Client, withConnection } from '@agora/postgres';
import { everyThird, withTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { expandAll, expectFullCourse, FIRST, migrationsOf } from '../expansion.fixture.ts';
import { type ColumnPlace, readColumnGround } from '../ground/column-ground.ts';
import type { Expansion } from '../expansion.ts';
import { contractColumnRename } from './contract-column.ts';
import { expandColumnRename } from './rename-column.ts';

const PLACE: ColumnPlace = {
  schema: 'public',
  table: { name: 'users' },
  column: 'name',
  copy: 'display_name',
};

async function expansionOf(client: Client, place: ColumnPlace): Promise<Expansion | undefined> {
  const ground = await readColumnGround(client, place);
  return ground && expandColumnRename(place, ground);
}

const onDatabase = (use: (client: Client) => Promise<void>): Promise<void> =>
  withTestDatabase((url) => withConnection(url, use));

const UPDATED = `CREATE FUNCTION lowered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := lower(NEW.name); RETURN NEW; END $$;`;

interface Kind {
  readonly sql: string;
  readonly place?: Partial<ColumnPlace>;
  readonly target?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'a plain column': { sql: 'CREATE TABLE users (id serial PRIMARY KEY, name text)' },
  'a required column with a default': {
    sql: "CREATE TABLE users (id serial PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'x')",
  },
  'a key': { sql: 'CREATE TABLE users (name uuid PRIMARY KEY, n int)' },
  'part of a composite key': { sql: 'CREATE TABLE users (a int, name text, PRIMARY KEY (a, name))' },
  'an identity': {
    sql: 'CREATE TABLE users (name bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int)',
  },
  'unique, checked and in expressions': {
    sql: `CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL UNIQUE CHECK (name <> ''));
      CREATE INDEX by_lower ON users (lower(name), id DESC NULLS LAST) WHERE name <> 'x' AND id > 3;`,
  },
  'a foreign key, and the target of one': {
    sql: `CREATE TABLE teams (id int PRIMARY KEY);
      CREATE TABLE users (id int PRIMARY KEY, name int UNIQUE REFERENCES teams ON UPDATE CASCADE ON DELETE SET NULL);
      CREATE TABLE fans (of int REFERENCES users (name));`,
  },
  'names that want quotes, in a schema': {
    sql: `CREATE SCHEMA "My App"; CREATE TABLE "My App"."User s" ("Id" int PRIMARY KEY, "full ""Name""" text);
      CREATE UNIQUE INDEX "User s_full_key" ON "My App"."User s" ("full ""Name""");
      CREATE INDEX "a_very_long_name_of_an_index_which_is_nearly_as_long_as_it_may_be" ON "My App"."User s" ("full ""Name""")`,
    place: {
      schema: 'My App',
      table: { schema: 'My App', name: 'User s' },
      column: 'full "Name"',
      copy: 'displayName',
    },
    target: '"My App"."User s"',
  },
  'types without = or with a coarse one': {
    sql: `CREATE TABLE users (id int PRIMARY KEY, name json NOT NULL DEFAULT '{}')`,
  },
  'a numeric': { sql: 'CREATE TABLE users (id int PRIMARY KEY, name numeric(12, 3))' },
  'an array of an enum': {
    sql: `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE users (id int PRIMARY KEY, name mood[] NOT NULL DEFAULT '{good}')`,
  },
  'a domain, and another collation': {
    sql: `CREATE DOMAIN word AS text; CREATE TABLE users (id int PRIMARY KEY, name word COLLATE "C")`,
  },
  'triggers of the user’s own': {
    sql: `CREATE TABLE users (id int PRIMARY KEY, name text, n int); ${UPDATED}
      CREATE TRIGGER a BEFORE INSERT OR UPDATE OF n, name ON users FOR EACH ROW WHEN (NEW.name IS NOT NULL) EXECUTE FUNCTION lowered();
      CREATE TRIGGER b AFTER UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION lowered(); ALTER TABLE users DISABLE TRIGGER b;`,
  },
  'a trigger that waits for the end of the transaction': {
    sql: `CREATE TABLE users (id int PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'a');
      CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION seen();`,
  },
  'privileges of columns, policies and a view': {
    sql: `CREATE TABLE users (id int PRIMARY KEY, name text); GRANT SELECT (name), UPDATE (name) ON users TO PUBLIC;
      ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON users USING (name = current_user);
      CREATE VIEW named AS SELECT id, name FROM users;`,
  },
  'in a key that no two ranges share, under a trigger with a comment': {
    sql: `CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE TABLE users (id int PRIMARY KEY, name text, r int4range, EXCLUDE USING gist (name WITH =, r WITH &&));
      CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER s AFTER UPDATE OF name ON users EXECUTE FUNCTION seen(); COMMENT ON TRIGGER s ON users IS 'it''s';
      DO $$ BEGIN IF current_setting('server_version_num')::int >= 180000 THEN EXECUTE 'ALTER TABLE users ADD UNIQUE (name, r WITHOUT OVERLAPS)'; END IF; END $$`,
  },
  'a column from which another is generated': {
    sql: 'CREATE TABLE users (id int PRIMARY KEY, name text, lower text GENERATED ALWAYS AS (lower(name)) STORED)',
  },
  'a partitioned table': {
    sql: `CREATE TABLE users (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
      CREATE TABLE users_1 PARTITION OF users FOR VALUES FROM (0) TO (100); CREATE TABLE users_2 PARTITION OF users DEFAULT;`,
  },
};

const rows = async (client: Client): Promise<unknown[]> =>
  (await client.query({ text: 'SELECT name, display_name FROM users ORDER BY id', rowMode: 'array' })).rows;

const expanded = (sql: string, use: (client: Client) => Promise<void>): Promise<void> =>
  onDatabase(async (client) => {
    await client.query(sql);
    await expandAll(client, migrationsOf(await expansionOf(client, PLACE)));
    await use(client);
  });
describe('the rename of a column by expansion', () => {
  it.each(everyThird(Object.entries(KINDS)))('ends where the plain one does, and goes back: %s', (_, kind) =>
    onDatabase(async (client) => {
      const place = { ...PLACE, ...kind.place };
      await client.query(kind.sql);
      const q = (name: string): string => client.escapeIdentifier(name);
      const course = expectFullCourse(client, {
        init: kind.sql,
        plain: `ALTER TABLE ${kind.target ?? 'users'} RENAME COLUMN ${q(place.column)} TO ${q(place.copy)}`,
        migrations: migrationsOf(await expansionOf(client, place)),
        contract: (one) => contractColumnRename(one, place, FIRST),
      });
      await expect(course).resolves.toBeUndefined();
    }),
  );

  it.each([
    ['CREATE TABLE users (id int PRIMARY KEY, name int GENERATED ALWAYS AS (id + 1) STORED)', /generated/],
    ['CREATE TABLE users (id int, name text)', /no unique index/],
    [
      'CREATE TABLE users (a int NOT NULL, b int NOT NULL, name text); CREATE UNIQUE INDEX ON users (a, b DESC)',
      /ordered one way/,
    ],
    [
      "CREATE DOMAIN word AS text CHECK (VALUE !~ ' '); CREATE DOMAIN w AS word; CREATE TABLE users (id int PRIMARY KEY, name w)",
      /domain/,
    ],
    ['CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE more () INHERITS (users)', /INHERITS/],
    ['CREATE TABLE users (name int PRIMARY KEY) PARTITION BY HASH (name)', /partition key/],
    [
      'CREATE TABLE users (id int, n int, name text, UNIQUE (id)) PARTITION BY RANGE (id); CREATE INDEX ON users (name)',
      /partitioned/,
    ],
    [
      'CREATE TABLE users (id int PRIMARY KEY, n int, name text); CREATE UNIQUE INDEX u ON users (n) WHERE name IS NULL',
      /index u/,
    ],
  ])('says why not: %s', (sql, reason) =>
    onDatabase(async (client) => {
      await client.query(sql);
      expect(await expansionOf(client, PLACE)).toEqual({ reason: expect.stringMatching(reason) });
    }),
  );

  it('keeps both names in step, whoever writes', () =>
    expanded(
      `CREATE TABLE teams (name text PRIMARY KEY); INSERT INTO teams VALUES ('a'), ('b'), ('c'), ('d');
       CREATE TABLE users (id serial PRIMARY KEY, name text DEFAULT 'd' REFERENCES teams ON UPDATE CASCADE ON DELETE SET NULL);
       INSERT INTO users (name) VALUES ('a'), (NULL);`,
      async (client) => {
        const after = async (sql: string, expected: unknown): Promise<void> => {
          await client.query(`TRUNCATE users RESTART IDENTITY; INSERT INTO users (name) VALUES ('a')`);
          await client.query(sql);
          expect([sql, await rows(client)]).toEqual([sql, expected]);
        };
        expect(await rows(client)).toEqual([
          ['a', 'a'],
          [null, null],
        ]);
        await after("INSERT INTO users (name) VALUES ('b')", [
          ['a', 'a'],
          ['b', 'b'],
        ]);
        await after("INSERT INTO users (display_name) VALUES ('b')", [
          ['a', 'a'],
          ['b', 'b'],
        ]);
        await after('INSERT INTO users (id) VALUES (9)', [
          ['a', 'a'],
          ['d', 'd'],
        ]);
        await after('INSERT INTO users (name) VALUES (NULL)', [
          ['a', 'a'],
          [null, null],
        ]);
        // Of two that differ the new one counts.
        await after("INSERT INTO users (name, display_name) VALUES ('b', 'c')", [
          ['a', 'a'],
          ['c', 'c'],
        ]);
        await after("UPDATE users SET name = 'b'", [['b', 'b']]);
        await after("UPDATE users SET display_name = 'b'", [['b', 'b']]);
        await after("UPDATE users SET name = 'b', display_name = 'c'", [['c', 'c']]);
        await after("UPDATE users SET name = 'b', display_name = 'a'", [['b', 'b']]);
        await after('UPDATE users SET name = NULL', [[null, null]]);
        await after('UPDATE users SET display_name = NULL', [[null, null]]);
        await after('UPDATE users SET display_name = DEFAULT, name = DEFAULT', [[null, null]]);
        await after(
          "UPDATE teams SET name = 'e' WHERE name = 'a'; UPDATE teams SET name = 'a' WHERE name = 'e'",
          [['a', 'a']],
        );
        await after(
          "SET session_replication_role = replica; UPDATE users SET display_name = 'b'; RESET session_replication_role",
          [['b', 'b']],
        );
        await after("DELETE FROM teams WHERE name = 'a'", [[null, null]]);
        await expect(client.query("UPDATE users SET display_name = 'nobody'")).rejects.toMatchObject({
          code: '23503',
        });
        await expect(
          client.query(
            "INSERT INTO users (id, display_name) VALUES (9, 'b') ON CONFLICT (id) DO UPDATE SET display_name = 'c'",
          ),
        ).resolves.toBeDefined();
      },
    ));

  it('lets the user’s own triggers see what was written under either name', () =>
    expanded(
      `CREATE TABLE users (id int PRIMARY KEY, name text); ${UPDATED}
       CREATE TRIGGER zz BEFORE INSERT OR UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION lowered();`,
      async (client) => {
        await client.query("INSERT INTO users (id, display_name) VALUES (1, 'ABC')");
        await client.query("INSERT INTO users (id, name) VALUES (2, 'DEF')");
        expect(await rows(client)).toEqual([
          ['abc', 'abc'],
          ['def', 'def'],
        ]);
        await client.query(
          "UPDATE users SET display_name = 'GHI' WHERE id = 1; UPDATE users SET name = 'JKL' WHERE id = 2",
        );
        expect(await rows(client)).toEqual([
          ['ghi', 'ghi'],
          ['jkl', 'jkl'],
        ]);
      },
    ));

  it('serves ON CONFLICT and uniqueness under both names, and says what a race may give', () =>
    expanded('CREATE TABLE users (id serial PRIMARY KEY, name text UNIQUE)', async (client) => {
      const place = { ...PLACE, column: 'display_name', copy: 'title' };
      expect(migrationsOf(await expansionOf(client, place))[0]?.up).toContain('(23505)');
      const upsert = (name: string, value: string): Promise<unknown> =>
        client.query(
          `INSERT INTO users (${name}) VALUES ('${value}') ON CONFLICT (${name}) DO UPDATE SET ${name} = users.${name} || 'b'`,
        );
      await upsert('name', 'a');
      await upsert('display_name', 'a');
      await upsert('name', 'ab');
      expect(await rows(client)).toEqual([['abb', 'abb']]);
      await expect(client.query("INSERT INTO users (display_name) VALUES ('abb')")).rejects.toMatchObject({
        code: '23505',
      });
    }));
});
