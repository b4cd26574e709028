import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { deploy } from '@agora/migrations';
import { dropDatabase, temporaryDatabaseName, withConnection, withDatabase } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { describe, expect, test } from 'vitest';

import { fixtureProject, policyOf } from '../project.fixture.ts';
import { readResetPlan, resetDatabase, type ResetReport } from './reset.ts';

const shop = {
  '20240101000000_items': 'CREATE TABLE items (id int PRIMARY KEY);',
  '20240102000000_orders': 'CREATE TABLE orders (id int PRIMARY KEY);',
};
/** How a seed script reaches the database: the package `pg`, wherever it is installed. */
const pg = pathToFileURL(
  createRequire(createRequire(import.meta.url).resolve('@agora/postgres')).resolve('pg'),
).href;
const inserting = (sql: string): string =>
  `import pg from '${pg}';
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query(${JSON.stringify(sql)});
await client.end();
console.log('seeded');`;

const outcomes = ({ steps }: ResetReport): string[] => steps.map(({ step, outcome }) => `${step} ${outcome}`);

describe('a database as new', () => {
  test('what was in it is gone, every migration is applied, and the seeds are there', async () => {
    const project = await fixtureProject(shop);
    await project.query(
      `INSERT INTO items VALUES (7); CREATE TABLE left_over (); CREATE VIEW seen AS SELECT * FROM items;
       CREATE TYPE mood AS ENUM ('fine'); CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    const printed: string[] = [];
    const seed = await project.seedScript(inserting('INSERT INTO items VALUES (1), (2)'));
    const report = await resetDatabase({
      ...project,
      seed: { ...seed, onOutput: (line) => printed.push(line) },
    });
    expect(outcomes(report)).toEqual(['empty done', 'deploy done', 'seed done']);
    expect(report.plan.schemas).toMatchObject([{ name: 'public', tables: 3 }]);
    expect(report.migrations.map(({ name }) => name)).toEqual(Object.keys(shop));
    expect(printed).toEqual(['seeded']);
    expect(await project.query('SELECT id FROM items ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await Promise.all(['left_over', 'seen'].map(project.has))).toEqual([false, false]);
    expect(await project.query(`SELECT to_regtype('mood') AS type, to_regproc('one') AS routine`)).toEqual([
      { type: null, routine: null },
    ]);
  });

  test('what a migration has parked is gone, too', async () => {
    const project = await fixtureProject({
      '20240101000000_items': `CREATE TYPE k AS ENUM ('x'); CREATE TABLE items (id int PRIMARY KEY, k k, old text); CREATE TABLE more (k k);`,
    });
    await deploy(project);
    await project.write({
      '20240102000000_drops': 'ALTER TABLE items DROP COLUMN old; DROP TABLE more;',
    });
    await deploy({ ...project, options: { parkMs: 3_600_000 } });
    expect(await project.query('SELECT kind FROM agora.parked ORDER BY id')).toEqual([
      { kind: 'column' },
      { kind: 'table' },
    ]);
    expect(outcomes(await resetDatabase(project))).toEqual(['empty done', 'deploy done', 'seed skipped']);
    expect(await project.query('SELECT FROM agora.parked')).toEqual([]);
    expect(
      await project.query(`SELECT relname FROM pg_class WHERE relnamespace = 'agora_parked'::regnamespace`),
    ).toEqual([]);
  });

  test('keeps the owner, grants, default grants and comment of its schema, and all of the others', async () => {
    const project = await fixtureProject(shop);
    await withTestRole(project.url, async ({ name }) => {
      await project.query(
        `GRANT USAGE, CREATE ON SCHEMA public TO ${name} WITH GRANT OPTION;
         ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${name};
         COMMENT ON SCHEMA public IS 'the shop''s';
         CREATE SCHEMA reports; CREATE TABLE reports.kept (id int); INSERT INTO reports.kept VALUES (1)`,
      );
      const facts = (): Promise<Record<string, unknown>[]> =>
        project.query(
          `SELECT nspacl::text AS acl, pg_get_userbyid(nspowner) AS owner, obj_description(n.oid, 'pg_namespace') AS comment,
                  defaclacl::text AS defaults, (SELECT count(*)::int FROM reports.kept) AS kept
             FROM pg_namespace n LEFT JOIN pg_default_acl d ON defaclnamespace = n.oid WHERE nspname = 'public'`,
        );
      const before = await facts();
      expect(before[0]).toMatchObject({
        acl: expect.stringContaining(`${name}=U*C*/`),
        comment: "the shop's",
      });
      await resetDatabase(project);
      expect(await facts()).toEqual(before);
    });
  });

  test('drops the schemas that migrations create, but none that was there before', async () => {
    const project = await fixtureProject({
      '20240101000000_a': `CREATE SCHEMA audit; CREATE TABLE audit.log (id int); CREATE SCHEMA IF NOT EXISTS "Odd ""name";`,
    });
    await project.query('INSERT INTO audit.log VALUES (1)');
    const report = await resetDatabase(project);
    expect(report.plan.schemas.map(({ name }) => name)).toEqual(['Odd "name', 'audit', 'public']);
    expect(outcomes(report)).toEqual(['empty done', 'deploy done', 'seed skipped']);
    expect(await project.query('SELECT count(*)::int AS rows FROM audit.log')).toEqual([{ rows: 0 }]);
  });

  test('works in the schema of the URL alone', async () => {
    const project = await fixtureProject({});
    await project.write(shop);
    const url = `${project.url}?schema=shop`;
    await deploy({ ...project, url });
    await project.query('CREATE TABLE public.other (); CREATE TABLE shop.left_over ()');
    expect(outcomes(await resetDatabase({ ...project, url }))).toEqual([
      'empty done',
      'deploy done',
      'seed skipped',
    ]);
    expect(await Promise.all(['public.other', 'shop.items', 'shop.left_over'].map(project.has))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('makes a database that does not exist', async () => {
    const project = await fixtureProject({});
    await project.write(shop);
    const name = temporaryDatabaseName('reset');
    const url = withDatabase(project.url, name);
    try {
      expect(await readResetPlan({ ...project, url })).toMatchObject({
        exists: false,
        database: name,
        refusals: [],
      });
      const report = await resetDatabase({ ...project, url });
      expect(outcomes(report)).toEqual(['empty done', 'deploy done', 'seed skipped']);
    } finally {
      await withConnection(project.url, (client) => dropDatabase(client, name));
    }
  });

  test('leaves the journal without the runs of what is no more', async () => {
    const project = await fixtureProject(shop);
    await resetDatabase(project);
    expect(await project.query('SELECT count(*)::int AS runs FROM agora.migration_runs')).toEqual([
      { runs: 2 },
    ]);
  });

  test('for its owner, who is no superuser', async () => {
    const project = await fixtureProject(shop);
    const database = new URL(project.url).pathname.slice(1);
    await withTestRole(project.url, async ({ name, url }) => {
      const [{ owner } = {}] = await project.query('SELECT current_user AS owner');
      await project.query(`ALTER TABLE items OWNER TO ${name}; ALTER TABLE orders OWNER TO ${name};
        GRANT ALL ON _prisma_migrations TO ${name}; ALTER DATABASE "${database}" OWNER TO ${name}`);
      try {
        expect(outcomes(await resetDatabase({ ...project, url }))).toEqual([
          'empty done',
          'deploy done',
          'seed skipped',
        ]);
      } finally {
        await project.query(`ALTER DATABASE "${database}" OWNER TO ${String(owner)}`);
      }
    });
  });
});

describe('refused, and nothing is lost', () => {
  const row = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)`;

  test.each<[string, Record<string, string>, string, string]>([
    [
      'tables without a history',
      {},
      'CREATE TABLE precious (id int)',
      'records no migration, and holds public.precious',
    ],
    ['a type without a history', {}, `CREATE TYPE precious AS ENUM ('a')`, 'holds public.precious'],
    [
      'the history of another project',
      shop,
      `UPDATE _prisma_migrations SET migration_name = '2023' || substr(migration_name, 5)`,
      'records 20230101000000_items, 20230102000000_orders',
    ],
    [
      'a migration that is not here, among those that are',
      shop,
      `${row} VALUES ('x', 'x', '20240103000000_theirs', now(), now(), 1)`,
      'records 20240103000000_theirs, which',
    ],
    [
      'a name that any project may use, with other contents',
      { '0_init': 'CREATE TABLE items (id int);' },
      `UPDATE _prisma_migrations SET checksum = repeat('a', 64)`,
      'names that any project may use: 0_init',
    ],
  ])('%s', async (_what, migrations, sql, why) => {
    const project = await fixtureProject(migrations);
    await project.query(`${sql}; CREATE TABLE still_here ()`);
    const report = await resetDatabase(project);
    expect(report.plan.refusals).toMatchObject([
      { code: 'operations.foreign_database', why: expect.stringContaining(why) },
    ]);
    expect(outcomes(report)).toEqual(['empty not reached', 'deploy not reached', 'seed not reached']);
    expect(await project.has('still_here')).toBe(true);
  });

  test.each([
    ['production', 'operations.refused_in_production'],
    ['staging', 'operations.reset_refused'],
  ] as const)('%s', async (environment, code) => {
    const project = await fixtureProject(shop);
    await project.query('INSERT INTO items VALUES (1)');
    const report = await resetDatabase({ ...project, policy: policyOf(environment) });
    expect(report.plan.refusals).toMatchObject([{ code }]);
    expect(await project.query('SELECT id FROM items')).toEqual([{ id: 1 }]);
  });

  test('production, even where a setting allows it', async () => {
    const project = await fixtureProject(shop);
    const policy = { ...policyOf('production'), resetAllowed: true };
    const { refusals } = await readResetPlan({ ...project, policy });
    expect(refusals).toMatchObject([{ code: 'operations.refused_in_production' }]);
  });

  test('a folder that could not be deployed afterwards', async () => {
    const project = await fixtureProject(shop);
    await writeFile(path.join(project.directory, 'migration_lock.toml'), 'provider = "sqlite"\n');
    await rm(path.join(project.directory, '20240102000000_orders', 'migration.sql'));
    const { refusals } = await readResetPlan(project);
    expect(refusals.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['migrations.lock_file_mismatch', 'migrations.bad_directory']),
    );
  });

  test('what lies in other schemas and would go along', async () => {
    const project = await fixtureProject(shop);
    await project.query(
      `CREATE SCHEMA reports; CREATE VIEW reports.items AS SELECT * FROM public.items;
       CREATE TABLE reports.sold (id int REFERENCES public.items)`,
    );
    const report = await resetDatabase(project);
    const [step] = report.steps;
    expect(step).toMatchObject({ outcome: 'failed', error: { code: 'operations.reaches_outside' } });
    expect(step?.error?.why).toContain('view reports.items');
    expect(step?.error?.why).toContain('constraint sold_id_fkey on table reports.sold');
    expect(await Promise.all(['items', 'reports.items'].map(project.has))).toEqual([true, true]);
  });

  test('a schema that holds what others manage', async () => {
    const project = await fixtureProject(shop);
    await project.query('CREATE SCHEMA auth; CREATE TABLE auth.account (); CREATE TABLE spatial ()');
    const apart = await readResetPlan({ ...project, external: ['auth.account', 'nowhere'] });
    expect(apart.refusals).toEqual([]);
    const { refusals } = await readResetPlan({ ...project, external: ['auth.account', 'spatial'] });
    expect(refusals).toMatchObject([
      { code: 'operations.external', message: expect.stringContaining('public.spatial') },
    ]);
  });

  test('a schema that the login may not drop', async () => {
    const project = await fixtureProject(shop);
    await withTestRole(project.url, async ({ name, url }) => {
      await project.query(`GRANT SELECT ON _prisma_migrations TO ${name}`);
      const { refusals } = await readResetPlan({ ...project, url });
      expect(refusals).toMatchObject([{ code: 'operations.no_rights' }]);
    });
  });

  test('a schema in use: it gives way, and names who is in the way', async () => {
    const project = await fixtureProject(shop);
    await withConnection({ url: project.url, applicationName: 'a long report' }, async (client) => {
      await client.query('BEGIN; SELECT * FROM items');
      const report = await resetDatabase(project);
      expect(report.steps[0]).toMatchObject({
        outcome: 'failed',
        error: { code: 'operations.schema_in_use', why: expect.stringContaining('a long report') },
      });
      await client.query('COMMIT');
    });
    expect(await project.has('items')).toBe(true);
  });
});

describe('taken, since correcting it is what a reset is for', () => {
  test.each([
    ['an edited migration', `UPDATE _prisma_migrations SET checksum = repeat('a', 64)`],
    ['a failed one', `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'broken'`],
    ['a pending one among them', `DELETE FROM _prisma_migrations WHERE migration_name LIKE '%items'`],
    [
      'one that was rolled back and deleted',
      `UPDATE _prisma_migrations SET migration_name = 'x', finished_at = NULL,
      rolled_back_at = now() WHERE migration_name LIKE '%orders'`,
    ],
  ])('%s', async (_what, sql) => {
    const project = await fixtureProject(shop);
    await project.query(sql);
    expect(outcomes(await resetDatabase(project))).toEqual(['empty done', 'deploy done', 'seed skipped']);
  });

  test('a plain name with the same contents, and one that is gone on purpose', async () => {
    const project = await fixtureProject({ '0_init': 'CREATE TABLE items (id int);', '1_gone': 'SELECT 1;' });
    await rm(path.join(project.directory, '1_gone'), { recursive: true });
    const report = await resetDatabase({ ...project, forgotten: ['1_gone'] });
    expect(outcomes(report)).toEqual(['empty done', 'deploy done', 'seed skipped']);
  });
});

describe('stopped on the way', () => {
  test('a migration that fails is told, and the next reset takes what is left', async () => {
    const project = await fixtureProject(shop);
    await project.write({ '20240103000000_broken': 'CREATE TABLE items (again int);' });
    const report = await resetDatabase(project);
    expect(outcomes(report)).toEqual(['empty done', 'deploy failed', 'seed not reached']);
    expect(report.steps[1]?.error?.message).toContain('20240103000000_broken');
    await project.write({ '20240103000000_broken': 'SELECT 1;' });
    expect(outcomes(await resetDatabase(project))).toEqual(['empty done', 'deploy done', 'seed skipped']);
  });

  test('by a signal: before anything is dropped, in a migration, in the seeds', async () => {
    const project = await fixtureProject(shop);
    await project.query('INSERT INTO items VALUES (1)');
    const stop = (when: (step: string) => boolean, ms: number): Parameters<typeof resetDatabase>[0] => {
      const controller = new AbortController();
      return {
        ...project,
        options: { signal: controller.signal },
        onStep: (step) => {
          if (when(step)) setTimeout(() => controller.abort(), ms);
        },
      };
    };
    const controller = new AbortController();
    const atOnce = { ...project, options: { signal: controller.signal }, onStep: () => controller.abort() };
    expect(outcomes(await resetDatabase(atOnce))[0]).toBe('empty interrupted');
    expect(await project.query('SELECT id FROM items')).toEqual([{ id: 1 }]);

    await project.write({ '20240103000000_slow': 'SELECT pg_sleep(60);' });
    const migrating = await resetDatabase(stop((step) => step === 'deploy', 1500));
    expect(outcomes(migrating)).toEqual(['empty done', 'deploy interrupted', 'seed not reached']);

    await project.write({ '20240103000000_slow': 'SELECT 1;' });
    const seed = await project.seedScript('setInterval(() => {}, 1000);');
    const seeding = await resetDatabase({ ...stop((step) => step === 'seed', 500), seed });
    expect(outcomes(seeding)).toEqual(['empty done', 'deploy done', 'seed interrupted']);
    expect(outcomes(await resetDatabase(project))).toEqual(['empty done', 'deploy done', 'seed skipped']);
  });
});

test('two at once: one waits until the seeds of the other are through', async () => {
  const project = await fixtureProject(shop);
  // Fails where the rows are there already.
  const seed = await project.seedScript(inserting('INSERT INTO items VALUES (1); SELECT pg_sleep(0.3)'));
  const reports = await Promise.all([1, 2, 3].map(() => resetDatabase({ ...project, seed })));
  expect(reports.map(outcomes)).toEqual([1, 2, 3].map(() => ['empty done', 'deploy done', 'seed done']));
  expect(await project.query('SELECT id FROM items')).toEqual([{ id: 1 }]);
});
