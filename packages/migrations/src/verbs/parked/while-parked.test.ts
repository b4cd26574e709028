import type { Client } from '@agora/postgres';
import { expect, test } from 'vitest';

import type { ApplyEvent } from '../../apply/options.ts';
import { realLosses } from '../../losses/loss.ts';
import { fixtureProject, type FixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { findDrift } from '../drift/drift.ts';
import { describeLosses, rollback } from '../rollback/rollback.ts';
import { readStatus } from '../status.ts';
import { listParked } from './list-parked.ts';
import { purgeParked } from './purge-parked.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const C = '20240103000000_c';
const D = '20240104000000_d';
const USERS = `CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text); CREATE INDEX by_nick ON users (nick);
  INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', NULL);`;
const DROP = {
  up: 'ALTER TABLE users DROP COLUMN nick;',
  down: 'ALTER TABLE users ADD COLUMN nick text; CREATE INDEX by_nick ON users (nick);',
};
const options = { parkMs: 3_600_000 };

const deployed = async (
  project: FixtureProject,
  more: Partial<Parameters<typeof deploy>[0]> = {},
): Promise<unknown[]> =>
  (await deploy({ ...project, options, ...more })).results.map(
    ({ outcome, error }) => error?.message ?? outcome,
  );

const back = (project: FixtureProject, steps = 1) => rollback({ ...project, options, target: { steps } });

const lost = (error: unknown): void => expect(String(error)).toContain('Connection terminated');

test('what is parked is no drift, and nobody else can read it', async () => {
  const project = await fixtureProject({
    [A]: {
      up: `${USERS} CREATE TYPE k AS ENUM ('x'); CREATE TABLE old (id int PRIMARY KEY, k k); GRANT SELECT ON old TO PUBLIC;`,
    },
    [B]: { up: `${DROP.up} DROP TABLE old; DROP TYPE k; CREATE TABLE old (id bigint);` },
  });
  expect(await deployed(project)).toEqual(['succeeded', 'succeeded']);
  expect((await findDrift(project)).differences).toEqual([]);
  expect((await readStatus(project)).parked?.map(({ kind, name }) => [kind, name])).toEqual([
    ['column', 'public.users.nick'],
    ['table', 'public.old'],
    ['type', 'public.k'],
  ]);
  expect(
    await project.query(
      `SELECT FROM pg_namespace n, aclexplode(n.nspacl) a WHERE nspname = 'agora_parked' AND a.grantee <> n.nspowner`,
    ),
  ).toEqual([]);
});

test('further changes to a table of which something is parked, and back through all of them', async () => {
  const project = await fixtureProject({
    [A]: { up: USERS },
    [B]: DROP,
    [C]: {
      up: 'ALTER TABLE users ADD COLUMN nick int DEFAULT 5; ALTER TABLE users RENAME TO people;',
      down: 'ALTER TABLE people RENAME TO users; ALTER TABLE users DROP COLUMN nick;',
    },
    [D]: {
      up: 'DROP TABLE people;',
      down: 'CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, nick int DEFAULT 5);',
    },
  });
  expect(await deployed(project, { to: C })).toEqual(['succeeded', 'succeeded', 'succeeded']);
  await project.query(`INSERT INTO people (id, name, nick) VALUES (3, 'Cy', 7)`);
  expect(await deployed(project)).toEqual(['succeeded']);
  expect((await back(project, 3)).results.map(({ outcome }) => outcome)).toEqual([
    'succeeded',
    'succeeded',
    'succeeded',
  ]);
  expect(await project.query('SELECT id, nick FROM users ORDER BY id')).toEqual([
    { id: 1, nick: 'a' },
    { id: 2, nick: null },
    { id: 3, nick: null },
  ]);
  expect(await deployed(project, { to: C })).toEqual(['succeeded', 'succeeded']);
  expect(await project.query('SELECT id, nick FROM people ORDER BY id')).toEqual([
    { id: 1, nick: 5 },
    { id: 2, nick: 5 },
    { id: 3, nick: 7 },
  ]);
});

test('neither tables nor indexes are written anew, on neither way', async () => {
  const table =
    'CREATE TABLE t (id serial PRIMARY KEY, v text CONSTRAINT tv UNIQUE); CREATE INDEX ti ON t (v, id);';
  const project = await fixtureProject({ [A]: { up: `${USERS} ${table}` } });
  const files = (): Promise<unknown> =>
    project.query(
      `SELECT relname, relfilenode FROM pg_class WHERE relname IN ('users', 'by_nick', 't', 't_pkey', 'tv', 'ti', 't_id_seq') ORDER BY 1`,
    );
  await deployed(project);
  const before = await files();
  await project.write({ [B]: { up: `${DROP.up} DROP TABLE t;`, down: `${DROP.down} ${table}` } });
  expect(await deployed(project)).toEqual(['succeeded']);
  expect(describeLosses(await rollback({ ...project, options, target: { steps: 1 }, dryRun: true }))).toEqual(
    [],
  );
  await back(project);
  expect(await files()).toEqual(before);
});

test('a row without what must have a value is counted before the way back begins', async () => {
  const project = await fixtureProject({
    [A]: { up: USERS },
    [B]: {
      up: 'ALTER TABLE users DROP COLUMN name;',
      down: 'ALTER TABLE users ADD COLUMN name text NOT NULL;',
    },
  });
  await deployed(project);
  await project.query('INSERT INTO users (id) VALUES (3), (4)');
  await expect(back(project)).rejects.toMatchObject({
    code: 'migrations.rollback_would_fail',
    why: expect.stringMatching(/rows of users were written without name.*agora_parked_\d+_name\): 2\./),
  });
  const [parked] = await project.query('SELECT parked_as AS name FROM agora.parked');
  const parkedAs = String(parked?.['name']);
  await project.query(`UPDATE users SET ${parkedAs} = 'Cy' WHERE ${parkedAs} IS NULL`);
  const { rowsRead } = await rollback({ ...project, options, target: { steps: 1 }, dryRun: true });
  expect(rowsRead).toEqual([
    `${B} reads all rows of public.users while nobody else can use it: name must have a value again`,
  ]);
  await back(project);
  expect(await project.query('SELECT name FROM users ORDER BY id')).toEqual(
    ['Ann', 'Bob', 'Cy', 'Cy'].map((name) => ({ name })),
  );
});

test('what cannot be parked is told, and counts as lost', async () => {
  const project = await fixtureProject({
    [A]: { up: `${USERS} CREATE PUBLICATION p FOR TABLE users;` },
    [B]: { up: 'ALTER TABLE users ADD COLUMN age int;', down: 'ALTER TABLE users DROP COLUMN age;' },
    [C]: { up: 'SELECT 1;', down: 'DELETE FROM users;' },
  });
  await deployed(project);
  await project.query('UPDATE users SET age = 1');
  await expect(back(project)).rejects.toMatchObject({ why: expect.stringContaining('2 rows of users') });
  await rollback({ ...project, options, target: { steps: 1 }, acceptDataLoss: true });
  await project.query(`INSERT INTO users (id, name, age) VALUES (3, 'Cy', 1)`);
  const notices: string[] = [];
  const onEvent = (event: ApplyEvent): void => {
    if (event.kind === 'notice') notices.push(event.message);
  };
  await expect(back(project)).rejects.toMatchObject({
    code: 'migrations.data_loss',
    why: expect.stringContaining('1 value of users.age'),
  });
  const step = { target: { steps: 1 }, acceptDataLoss: true };
  const accepted = await rollback({ ...project, options: { ...options, onEvent }, ...step });
  expect(realLosses(accepted.results.flatMap(({ losses = [] }) => losses))).toHaveLength(1);
  expect(notices).toEqual([
    expect.stringMatching(/users\.age is dropped and not parked: it would be published by p/),
  ]);
});

test('what no parking keeps is told with a way out, before it is gone', async () => {
  const project = await fixtureProject({
    [A]: {
      up: `${USERS} CREATE TABLE logs (id int); CREATE TABLE notes (id int); CREATE TABLE old (id int);
        CREATE TABLE base (id int); CREATE TABLE child (more int) INHERITS (base);
        CREATE SCHEMA crm; CREATE TABLE crm.leads (id int);`,
    },
    [B]: {
      up: `CREATE TABLE own (id int); DELETE FROM own; TRUNCATE own; CREATE SCHEMA mine; DROP SCHEMA mine CASCADE;
        TRUNCATE logs, own; DELETE FROM notes; DELETE FROM users WHERE id = 9; DROP TABLE child; DROP SCHEMA crm CASCADE;
        DO $$ BEGIN DROP TABLE old; END $$;`,
      down: 'SELECT 1;',
    },
  });
  await deploy({ ...project, to: A });
  const notices: string[] = [];
  const onEvent = (event: ApplyEvent): void => {
    if (event.kind === 'notice') notices.push(event.message);
  };
  expect(await deployed(project, { options: { ...options, onEvent } })).toEqual(['succeeded']);
  expect(notices.toSorted()).toEqual([
    expect.stringMatching(/: child is dropped and not parked: it is part of an inheritance, .* NO INHERIT/),
    expect.stringMatching(
      /: the rows of logs are not parked: TRUNCATE .* CREATE TABLE logs_kept AS TABLE logs/,
    ),
    expect.stringMatching(
      /: the rows of notes are not parked: DELETE .* CREATE TABLE notes_kept AS TABLE notes/,
    ),
    expect.stringMatching(/: what a DO block drops is not parked: DROP TABLE old; .* of its own/),
    expect.stringMatching(
      /: what is in the schema crm is dropped and not parked: .* DROP TABLE .* parks them/,
    ),
  ]);
  expect(await listParked(project)).toEqual([]);
});

test('a connection that is lost in the middle leaves nothing half parked', async () => {
  const kill = 'SELECT pg_terminate_backend(pg_backend_pid());';
  const project = await fixtureProject({ [A]: { up: USERS }, [B]: { ...DROP, up: `${DROP.up} ${kill}` } });
  await deployed(project).catch(lost);
  expect(await listParked(project)).toEqual([]);
  expect(await project.query('SELECT nick FROM users ORDER BY id')).toEqual([{ nick: 'a' }, { nick: null }]);

  // Statement by statement, what was done stays parked, and the next run goes on.
  const halves = `-- agora: no-transaction\n${DROP.up}\n`;
  await project.write({ [B]: { ...DROP, up: `${halves}${kill}` } });
  await deployed(project).catch(lost);
  expect(await listParked(project)).toHaveLength(1);
  await project.write({ [B]: { ...DROP, up: `${halves}ALTER TABLE users ADD COLUMN age int;` } });
  expect(await deployed(project)).toEqual(['succeeded']);
  await project.write({
    [B]: {
      ...DROP,
      up: `${halves}ALTER TABLE users ADD COLUMN age int;`,
      down: `${DROP.down} ALTER TABLE users DROP COLUMN age;`,
    },
  });
  expect((await back(project)).results[0]?.outcome).toBe('succeeded');
  expect(await project.query('SELECT nick FROM users ORDER BY id')).toEqual([{ nick: 'a' }, { nick: null }]);
});

test('clients that write all the while lose nothing and see no error', async () => {
  const project = await fixtureProject({
    [A]: { up: USERS },
    [B]: {
      up: `${DROP.up} ALTER TABLE users ADD COLUMN age int DEFAULT 1;`,
      down: `${DROP.down} ALTER TABLE users DROP COLUMN age;`,
    },
  });
  await deploy({ ...project, to: A });
  const ended = new AbortController();
  const written: number[] = [];
  const write = (client: Client, number: number) => async (): Promise<void> => {
    for (let at = number; !ended.signal.aborted; at += 4) {
      await client.query(`INSERT INTO users (id, name) VALUES (${at}, 'x')`);
      await client.query(`UPDATE users SET name = 'y' WHERE id = ${at}`);
      written.push(at);
    }
  };
  const clients = [0, 1, 2, 3].map((one) => project.connect((client) => write(client, 1000 + one)()));
  for (let round = 0; round < 4; round += 1) {
    expect(await deployed(project)).toEqual(['succeeded']);
    await project.query(`UPDATE users SET age = ${round} WHERE id = 1`);
    expect((await back(project)).results[0]?.outcome).toBe('succeeded');
    await project.query(`UPDATE users SET nick = 'n${round}' WHERE id = 2`);
  }
  ended.abort();
  await Promise.all(clients);
  const rows = await project.query(`SELECT id FROM users WHERE name = 'y'`);
  expect(rows.length).toBe(written.length);
  expect(await project.query('SELECT nick FROM users WHERE id <= 2 ORDER BY id')).toEqual([
    { nick: 'a' },
    { nick: 'n3' },
  ]);
  await deployed(project);
  expect(await project.query('SELECT age FROM users WHERE id = 1')).toEqual([{ age: 3 }]);
});

test('columns that come back are all looked at before others wait', async () => {
  const project = await fixtureProject({
    [A]: { up: USERS },
    [B]: {
      up: 'ALTER TABLE users DROP COLUMN nick, DROP COLUMN name;',
      down: 'ALTER TABLE users ADD COLUMN nick text, ADD COLUMN name text;',
    },
  });
  await deployed(project);
  await project.connect(async (reader) => {
    await reader.query('BEGIN');
    await reader.query('SELECT FROM users');
    const going = back(project);
    const waiting = `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%RENAME COLUMN%'`;
    await expect
      .poll(() => project.query(waiting), { timeout: 10_000 })
      .toEqual([
        {
          query: expect.stringMatching(/RENAME COLUMN \S+ TO "nick"[^]*RENAME COLUMN \S+ TO "name"/),
        },
      ]);
    await reader.query('COMMIT');
    expect((await going).results[0]?.outcome).toBe('succeeded');
  });
});

test('rows that come meanwhile get the default of before at once, so that the way back looks at none', async () => {
  const project = await fixtureProject({
    [A]: {
      up: `CREATE TABLE users (id int PRIMARY KEY, role text NOT NULL DEFAULT 'reader', note text DEFAULT 'new', code text UNIQUE DEFAULT 'one');
        INSERT INTO users VALUES (1, 'admin', NULL, 'x');`,
    },
    [B]: {
      up: 'ALTER TABLE users DROP COLUMN role, DROP COLUMN note, DROP COLUMN code;',
      down: "ALTER TABLE users ADD COLUMN role text NOT NULL DEFAULT 'guest', ADD COLUMN note text, ADD COLUMN code text UNIQUE;",
    },
  });
  await deployed(project);
  await project.query('INSERT INTO users (id) VALUES (2), (3)');
  const parked = (await listParked(project)).map(({ place }) => place?.columns[0]);
  expect(
    await project.query(
      `SELECT ${parked.map((name, n) => `${name} AS c${n}`).join()} FROM users WHERE id = 2`,
    ),
  ).toEqual([{ c0: 'reader', c1: 'new', c2: null }]);
  expect((await back(project)).results[0]?.outcome).toBe('succeeded');
  expect(await project.query('SELECT * FROM users WHERE id < 3 ORDER BY id')).toEqual([
    { id: 1, role: 'admin', note: null, code: 'x' },
    { id: 2, role: 'reader', note: 'new', code: null },
  ]);
  const columns = `SELECT column_default AS "default", is_nullable AS "null" FROM information_schema.columns
    WHERE table_name = 'users' AND column_name IN ('role', 'note') ORDER BY column_name`;
  expect(await project.query(columns)).toEqual([
    { default: null, null: 'YES' },
    { default: "'guest'::text", null: 'NO' },
  ]);
});

test('a script that takes another role parks as the one that runs migrations', async () => {
  const project = await fixtureProject({
    [A]: {
      up: `${USERS} DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'agora_park_owner') THEN CREATE ROLE agora_park_owner; END IF; END $$; ALTER TABLE users OWNER TO agora_park_owner; GRANT ALL ON SCHEMA public TO agora_park_owner;`,
    },
    [B]: { up: `SET ROLE agora_park_owner; ${DROP.up}`, down: `SET ROLE agora_park_owner; ${DROP.down}` },
  });
  expect(await deployed(project)).toEqual(['succeeded', 'succeeded']);
  expect((await back(project)).results[0]?.outcome).toBe('succeeded');
  expect(await project.query('SELECT nick FROM users ORDER BY id')).toEqual([{ nick: 'a' }, { nick: null }]);
});

test('what was parked comes back where nothing is parked any more', async () => {
  const project = await fixtureProject({ [A]: { up: USERS }, [B]: DROP });
  await deployed(project);
  await rollback({ ...project, target: { steps: 1 } });
  expect(await project.query('SELECT nick FROM users ORDER BY id')).toEqual([{ nick: 'a' }, { nick: null }]);
  expect(await listParked(project)).toEqual([]);
});

test('a purge ends it: the way back then makes empty what it made before', async () => {
  const project = await fixtureProject({ [A]: { up: USERS }, [B]: DROP });
  await deployed(project);
  await project.query('UPDATE agora.parked SET until = now()');
  expect((await purgeParked(project)).map(({ outcome }) => outcome)).toEqual(['purged']);
  await back(project);
  expect(await project.query('SELECT nick FROM users ORDER BY id')).toEqual([{ nick: null }, { nick: null }]);
});

test('no two are called the same, also after the clock was set back', async () => {
  const project = await fixtureProject({
    [A]: { up: `${USERS} CREATE TABLE teams (id int PRIMARY KEY, nick text);` },
    [B]: DROP,
    [C]: { up: 'ALTER TABLE teams DROP COLUMN nick;', down: 'ALTER TABLE teams ADD COLUMN nick text;' },
  });
  expect(await deployed(project, { to: B })).toEqual(['succeeded', 'succeeded']);
  const ahead = 'agora_parked_29991231235959998_nick';
  const [was] = await project.query('SELECT parked_as FROM agora.parked');
  await project.query(
    `UPDATE agora.parked SET parked_as = '${ahead}'; ALTER TABLE users RENAME ${String(was?.['parked_as'])} TO ${ahead}`,
  );
  expect(await deployed(project)).toEqual(['succeeded']);
  expect(await project.query('SELECT parked_as FROM agora.parked ORDER BY id')).toEqual([
    { parked_as: ahead },
    { parked_as: 'agora_parked_29991231235959999_nick' },
  ]);
  expect((await back(project, 2)).results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
});
