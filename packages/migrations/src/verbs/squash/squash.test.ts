import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { type FixtureProject, fixtureProject } from '../../project.fixture.ts';
import { readReach } from '../../proof/guard/reach.ts';
import { RICH_HISTORY } from '../../proof/verify/rich-history.fixture.ts';
import { deploy } from '../deploy.ts';
import { rollback } from '../rollback/rollback.ts';
import { readStatus } from '../status.ts';
import { squash, type SquashReport } from './squash.ts';

const A = '20240101000000_users';
const B = '20240102000000_posts';
const C = '20240103000000_index';
const D = '20240104000000_later';
const SQUASHED = '20240103000000_start';
const migrations = {
  [A]: {
    up: `CREATE TYPE role AS ENUM ('user');
      CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, role role NOT NULL DEFAULT 'user', boss int REFERENCES users);
      INSERT INTO users (name, boss) VALUES ('O''Neill', NULL), ('b', 1);`,
    down: 'DROP TABLE users; DROP TYPE role;',
  },
  [B]: {
    up: `CREATE TABLE a_posts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author int NOT NULL REFERENCES users, title text, size int GENERATED ALWAYS AS (length(title)) STORED);
      CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title := upper(NEW.title) || '!'; RETURN NEW; END $$;
      CREATE TRIGGER shout BEFORE INSERT ON a_posts FOR EACH ROW EXECUTE FUNCTION shout();
      INSERT INTO a_posts (author, title) VALUES (1, 'x');
      UPDATE a_posts SET title = 'y' WHERE id > 7;
      CREATE SEQUENCE numbers;
      ALTER SEQUENCE numbers RESTART WITH 42;
      CREATE VIEW titles AS SELECT title FROM a_posts;`,
    down: 'DROP SEQUENCE numbers; DROP VIEW titles; DROP TABLE a_posts; DROP FUNCTION shout();',
  },
  [C]: { up: 'CREATE INDEX CONCURRENTLY i ON users (name);', down: 'DROP INDEX i;' },
};
const later = { [D]: { up: 'ALTER TABLE users ADD note text;', down: 'ALTER TABLE users DROP note;' } };

const squashed = (project: FixtureProject, to = C): Promise<SquashReport> =>
  squash({
    project: {
      ...project,
      migrationsDirectory: project.directory,
      initSql: undefined,
      external: { tables: [], enums: [] },
    },
    to,
    name: 'start',
    adminUrl: project.url,
  });

test('one migration makes the same schema and rows, and every database goes on', async () => {
  const project = await fixtureProject({ ...migrations, ...later });
  const old = await fixtureProject(migrations);
  const half = await fixtureProject(migrations);
  const edited = await fixtureProject({ ...migrations, [C]: { up: 'CREATE INDEX i ON users (name);' } });
  await deploy(old);
  await deploy({ ...half, to: B });
  await deploy(edited);

  const report = await squashed(project);
  expect(report).toMatchObject({
    replaced: [A, B, C],
    rows: 3,
    leftOut: [`${B}/migration.sql:5 UPDATE a_posts SET title = 'y' WHERE id > 7`],
    proof: { outcome: expect.stringContaining('proven') },
  });
  expect(await readdir(project.directory)).toEqual([SQUASHED, D, 'migration_lock.toml']);
  const text = await readFile(path.join(project.directory, SQUASHED, 'migration.sql'), 'utf8');
  expect(text).toMatch(new RegExp(`^-- agora: replaces ${A} sha256:[0-9a-f]{64}\n`));

  const { directory } = project;
  expect((await deploy(project)).results).toMatchObject([
    { name: SQUASHED, kind: 'apply', outcome: 'succeeded' },
    { name: D, outcome: 'succeeded' },
  ]);
  expect(await project.query('SELECT id, name, boss FROM users ORDER BY 1')).toEqual([
    { id: 1, name: "O'Neill", boss: null },
    { id: 2, name: 'b', boss: 1 },
  ]);
  expect(await project.query('SELECT title, size FROM a_posts')).toEqual([{ title: 'X!', size: 2 }]);
  expect(await project.query("INSERT INTO users (name) VALUES ('c') RETURNING id")).toEqual([{ id: 3 }]);
  expect(await project.query("SELECT nextval('numbers')::int AS n")).toEqual([{ n: 42 }]);

  // One that has them all records it in their place: what came since is the first to be rolled back.
  expect((await deploy({ ...old, directory })).results).toMatchObject([
    { name: SQUASHED, kind: 'record', outcome: 'succeeded' },
    { name: D, kind: 'apply', outcome: 'succeeded' },
  ]);
  expect(await readStatus({ ...old, directory })).toMatchObject({ state: 'up-to-date', current: D });
  expect((await rollback({ ...old, directory, target: { steps: 1 } })).results).toMatchObject([{ name: D }]);

  // One that has only some of them is first brought to the last version from before.
  const refused = await deploy({ ...half, directory });
  expect(refused.results).toEqual([]);
  expect(refused.plan.blockers).toMatchObject([
    { code: 'migrations.half_replaced', why: expect.stringContaining(C), migration: SQUASHED },
  ]);
  await deploy(half);
  expect((await deploy({ ...half, directory })).results).toMatchObject([
    { kind: 'record' },
    { kind: 'apply' },
  ]);

  const other = await deploy({ ...edited, directory });
  expect(other.plan.blockers).toMatchObject([
    { code: 'migrations.edited', message: expect.stringContaining(`replaces another ${C}`) },
  ]);
});

test('a squash of a squash stands for all that either stood for', async () => {
  const project = await fixtureProject({ ...migrations, ...later });
  const recorded = await fixtureProject(migrations);
  const behind = await fixtureProject({ ...migrations, ...later });
  const half = await fixtureProject(migrations);
  await deploy(recorded);
  await deploy(behind);
  await deploy({ ...half, to: B });
  await squashed(project);
  const { directory } = project;
  await deploy({ ...recorded, directory });
  await deploy(project);

  expect(await squashed(project, D)).toMatchObject({ replaced: [SQUASHED, D] });
  const again = `${D.slice(0, 14)}_start`;
  expect(await readdir(directory)).toEqual([again, 'migration_lock.toml']);
  // One that has recorded the first, one that began with it, and one that has never seen it.
  for (const one of [recorded, project, behind]) {
    expect((await deploy({ ...one, directory })).results).toMatchObject([{ name: again, kind: 'record' }]);
    expect(await readStatus({ ...one, directory })).toMatchObject({ state: 'up-to-date', current: again });
  }
  expect((await deploy({ ...half, directory })).plan.blockers).toMatchObject([
    { code: 'migrations.half_replaced', why: expect.stringContaining(C), migration: again },
  ]);
  const fresh = await fixtureProject();
  expect((await deploy({ ...fresh, directory })).results).toMatchObject([{ name: again, kind: 'apply' }]);
});

test('one that is recorded after what follows it was applied stands before it', async () => {
  const project = await fixtureProject({ ...migrations, ...later });
  await deploy(project);
  await squashed(project);
  expect((await deploy(project)).results).toMatchObject([{ name: SQUASHED, kind: 'record' }]);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', current: D });
  const back = await rollback({ ...project, target: { steps: 1 } });
  expect(back.results).toMatchObject([{ name: D, outcome: 'succeeded' }]);
});

test('a history of every kind of object', async () => {
  // Up to the first that belongs to a server, which is refused; keys of partitions are, too (ADR 0015).
  const end = RICH_HISTORY.findIndex(({ sql }) => readReach([sql]).server);
  const history = RICH_HISTORY.slice(0, end).filter(({ sql }) => !sql.includes('"Event'));
  expect(history.length).toBeGreaterThan(20);
  const project = await fixtureProject(
    Object.fromEntries(history.map(({ name, sql }) => [name, { up: sql }])),
  );
  const report = await squashed(project, history.at(-1)?.name ?? '');
  expect(report.replaced).toHaveLength(history.length);
});

test('what cannot be kept is refused, and nothing is written', async () => {
  const roles = await fixtureProject({
    [A]: { up: 'CREATE ROLE agora_squash_test;' },
    [B]: { up: 'SELECT 1;' },
  });
  await expect(squashed(roles, B)).rejects.toMatchObject({
    code: 'migrations.cannot_squash',
    message: expect.stringContaining(A),
  });
  await expect(squashed(roles, A)).rejects.toMatchObject({ code: 'migrations.cannot_squash' });
  const circle = await fixtureProject({
    [A]: {
      up: `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
        INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1);`,
    },
    [B]: { up: 'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;' },
  });
  await expect(squashed(circle, B)).rejects.toMatchObject({ why: expect.stringContaining('in a circle') });
  expect(await readdir(circle.directory)).toEqual([A, B, 'migration_lock.toml']);
});
