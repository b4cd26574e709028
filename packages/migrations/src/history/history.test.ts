import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { deploy } from '../verbs/deploy.ts';
import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { describeStatus } from '../verbs/report-text.ts';
import { readStatus } from '../verbs/status.ts';

const up = (table: string) => ({ up: `CREATE TABLE ${table} (id int);` });
const three = { '20240101000000_a': up('a'), '20240102000000_b': up('b'), '20240103000000_c': up('c') };

async function deployed(
  migrations: Readonly<Record<string, { up: string }>> = three,
): Promise<FixtureProject> {
  const project = await fixtureProject(migrations);
  await deploy(project);
  return project;
}

async function kinds(project: FixtureProject): Promise<string[]> {
  return (await readStatus(project)).violations.map((one) =>
    'migration' in one ? `${one.kind} ${one.migration}` : one.kind,
  );
}

test('an empty database and an up-to-date one have no violations, and reading writes nothing', async () => {
  const project = await fixtureProject(three);
  expect(await readStatus(project)).toMatchObject({
    state: 'pending',
    violations: [],
    counts: { pending: 3 },
  });
  expect(
    await project.query("SELECT count(*)::int AS n FROM pg_class WHERE relname = '_prisma_migrations'"),
  ).toEqual([{ n: 0 }]);
  await deploy(project);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', violations: [] });
});

test('every violation is found at once, each with why and fix, and none is deployed over', async () => {
  const project = await deployed();
  await project.write({
    '20240101000000_a': { up: 'CREATE TABLE a (id bigint);' },
    '20240101120000_late': up('late'),
  });
  await project.remove('20240102000000_b');
  await mkdir(path.join(project.directory, '20240104000000_empty'));
  await writeFile(path.join(project.directory, 'migration_lock.toml'), 'provider = "mysql"\n');
  expect(await kinds(project)).toEqual([
    'lock-file-mismatch',
    'bad-directory 20240104000000_empty',
    'missing-on-disk 20240102000000_b',
    'edited 20240101000000_a',
    'out-of-order 20240101120000_late',
  ]);
  const { violations } = await readStatus(project);
  for (const violation of violations) {
    expect(violation.code).toMatch(/^migrations\./);
    expect([violation.message, violation.why, violation.fix].every((text) => text.length > 10)).toBe(true);
  }
  const report = await deploy(project);
  expect(report.results).toEqual([]);
  expect(report.plan.blockers).toHaveLength(5);
});

test('line ends that version control has rewritten are no edit', async () => {
  const project = await deployed({ '20240101000000_a': { up: 'CREATE TABLE a (\n  id int\n);\n' } });
  await project.write({ '20240101000000_a': { up: 'CREATE TABLE a (\r\n  id int\r\n);\r\n' } });
  expect(await kinds(project)).toEqual([]);
});

test('a byte order mark is run without and counted with, as Prisma counts', async () => {
  const project = await deployed({ '20240101000000_a': { up: '\ufeffCREATE TABLE a (id int);' } });
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date' });
  await project.write({ '20240101000000_a': { up: 'CREATE TABLE a (id int);' } });
  expect(await kinds(project)).toEqual(['edited 20240101000000_a']);
});

test('a late migration is applied out of order only when that is allowed', async () => {
  const project = await deployed();
  await project.write({ '20240101120000_late': up('late') });
  expect((await deploy(project)).results).toEqual([]);
  expect((await deploy({ ...project, allowOutOfOrder: true })).results).toMatchObject([
    { name: '20240101120000_late', outcome: 'succeeded' },
  ]);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', current: '20240101120000_late' });
});

test('folder and database that went on differently have two heads', async () => {
  const project = await deployed();
  await project.remove('20240103000000_c');
  await project.write({ '20240104000000_d': up('d') });
  expect(await kinds(project)).toEqual(['two-heads', 'missing-on-disk 20240103000000_c']);
});

test('a database of another project, and one that nobody manages, are told apart', async () => {
  const project = await deployed();
  const other = await fixtureProject({ '20250101000000_x': up('x') });
  const foreign = await readStatus({ ...other, url: project.url });
  expect(foreign.violations).toMatchObject([{ kind: 'unknown', code: 'migrations.foreign_history' }]);
  await other.query('CREATE TABLE old (id int)');
  expect((await readStatus(other)).violations).toMatchObject([
    { kind: 'unknown', code: 'migrations.unmanaged_database', why: 'Found old.' },
  ]);
});

test("what Prisma began and did not finish is failed, with the server's words", async () => {
  const project = await deployed();
  await project.query(
    "UPDATE _prisma_migrations SET finished_at = NULL, logs = 'boom' WHERE migration_name LIKE '%_c'",
  );
  const status = await readStatus(project);
  expect(status.counts).toMatchObject({ applied: 2, failed: 1 });
  expect(status.violations).toMatchObject([{ kind: 'failed', why: 'It stopped with: boom' }]);
});

test('what failed and lost its folder is neither applied nor of another project', async () => {
  const project = await fixtureProject({
    '20240101000000_bad': { up: '-- agora: no-transaction\nSELECT nothing;\nSELECT 1;' },
  });
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'failed' }]);
  await project.remove('20240101000000_bad');
  await project.write({ '20240102000000_good': { up: 'SELECT 1;' } });
  const [gone, ...others] = (await readStatus(project)).violations;
  expect(others).toEqual([]);
  expect(gone).toMatchObject({
    kind: 'failed',
    message: '20240101000000_bad failed before anything of it was applied, and its folder is gone.',
    why: expect.stringContaining('nothing'),
    fix: expect.stringContaining('resolve --rolled-back 20240101000000_bad'),
  });
  // Prisma's, of which nobody knows how far it came.
  await project.query("UPDATE _prisma_migrations SET logs = 'boom'");
  expect((await readStatus(project)).violations).toMatchObject([
    { message: expect.stringContaining('was begun and not finished, and its folder is gone') },
  ]);
  // As the command that is named does.
  await project.query('UPDATE _prisma_migrations SET rolled_back_at = now()');
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded' }]);
});

test('a squashed migration that replaces applied ones is recorded and not run', async () => {
  const project = await deployed();
  for (const name of Object.keys(three)) await project.remove(name);
  await project.write({
    '20240101000000_squashed': {
      up: `${Object.keys(three)
        .map((name) => `-- agora: replaces ${name}`)
        .join('\n')}\n${Object.values(three)
        .map((one) => one.up)
        .join('\n')}`,
    },
    '20240105000000_d': up('d'),
  });
  expect((await deploy(project)).results).toMatchObject([
    { name: '20240101000000_squashed', kind: 'record', outcome: 'succeeded' },
    { name: '20240105000000_d', kind: 'apply', outcome: 'succeeded' },
  ]);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', violations: [] });
  // A new database runs it.
  const fresh = await fixtureProject();
  expect((await deploy({ ...fresh, directory: project.directory })).results).toMatchObject([
    { kind: 'apply' },
    { kind: 'apply' },
  ]);
});

test('what was forgotten on purpose may be missing', async () => {
  const project = await deployed();
  await project.remove('20240101000000_a');
  expect((await readStatus({ ...project, forgotten: ['20240101000000_a'] })).violations).toEqual([]);
  await project.write({ '20240104000000_d': up('d') });
  expect((await deploy({ ...project, allowMissing: true })).results).toMatchObject([
    { outcome: 'succeeded' },
  ]);
});

test('another schema than public holds history and tables', async () => {
  const project = await fixtureProject(three, { schema: 'Shop' });
  await deploy(project);
  expect(
    await project.query(
      `SELECT schemaname AS s, count(*)::int AS n FROM pg_tables WHERE schemaname IN ('Shop', 'public') GROUP BY 1`,
    ),
  ).toEqual([{ s: 'Shop', n: 4 }]);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date' });
});

test('what a database sets for its application hides no history and ends no script', async () => {
  const project = await deployed();
  await project.query(`DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET "DateStyle" = %L', current_database(), 'SQL, DMY');
    EXECUTE format('ALTER DATABASE %I SET idle_session_timeout = %L', current_database(), '1h');
    IF current_setting('transaction_timeout', true) IS NOT NULL THEN
      EXECUTE format('ALTER DATABASE %I SET transaction_timeout = %L', current_database(), '1h');
    END IF;
  END $$`);
  await project.write({
    '20240104000000_d': {
      up: `CREATE TABLE d AS SELECT current_setting('idle_session_timeout') AS idle, current_setting('transaction_timeout', true) AS whole, current_setting('DateStyle') AS style;`,
    },
  });
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded' }]);
  expect(await project.query(`SELECT idle, coalesce(whole, '0') AS whole, style FROM d`)).toEqual([
    { idle: '0', whole: '0', style: 'SQL, DMY' },
  ]);
  await project.write({ '20240105000000_e': { up: 'DROP TABLE d;' } });
  await deploy({ ...project, options: { parkMs: 60_000 } });
  const status = await readStatus({ ...project, runs: true });
  expect(status).toMatchObject({ state: 'up-to-date', violations: [], parked: [{ name: 'public.d' }] });
  const [run] = status.entries.flatMap(({ runs = [] }) => runs);
  const [item] = status.parked ?? [];
  expect(Date.parse(item?.until ?? '') - Date.parse(item?.since ?? '')).toBe(60_000);
  expect(Date.now() - Number(run?.startedAt)).toBeLessThan(600_000);
});

test('a project without migrations, or without a folder, is up to date', async () => {
  const project = await fixtureProject();
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', entries: [] });
  expect((await deploy({ ...project, directory: path.join(project.root, 'nowhere') })).plan.steps).toEqual(
    [],
  );
});

test('what was applied before a squash is missing, and no other head, however many there are', async () => {
  const old = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `202101${String(index + 10)}000000_m${index}`,
      { up: `CREATE TABLE t${index} (id int);` },
    ]),
  );
  const project = await fixtureProject(old);
  await deploy(project);
  for (const name of Object.keys(old)) await project.remove(name);
  await project.write({ '0_init': { up: 'SELECT 1;' }, '20230601000000_b': { up: 'SELECT 1;' } });
  const foreign = await readStatus(project);
  expect(foreign.violations).toMatchObject([
    { code: 'migrations.foreign_history', fix: expect.stringContaining('After a squash') },
  ]);
  await project.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', encode(sha256('SELECT 1;'), 'hex'), '0_init', now())",
  );
  const status = await readStatus(project);
  expect(new Set(status.violations.map(({ kind }) => kind))).toEqual(new Set(['missing-on-disk']));
  const text = describeStatus(status);
  expect(text).toContain('20 times: An applied migration is not in the migrations folder.');
  expect(text).toContain('and 8 more');
  expect(text.split('\n').length).toBeLessThan(25);
});

test('of what Prisma logged of a failure the message is shown, not the insides of its engine', async () => {
  const project = await fixtureProject({ '20240101000000_a': { up: 'SELECT 1;' } });
  await project.query(`CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
    finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('x', 'y', '20240101000000_a',
    E'No such table: Nope\n   0: sql_schema_connector::apply_migration::apply_script\n      at apply.rs:113')`);
  const [failed] = (await readStatus(project)).violations;
  expect(failed).toMatchObject({ kind: 'failed', why: 'It stopped with: No such table: Nope' });
});

const said = (from: string, to: string): string =>
  `migrations.renamed: ${from} is applied in the database, and its folder is called ${to} now.`;

test('a folder that got another name is told from one that is gone', async () => {
  const project = await deployed();
  const move = async (from: string, to: string): Promise<readonly string[]> => {
    await rename(path.join(project.directory, from), path.join(project.directory, to));
    return (await readStatus(project)).violations.map(({ code, message }) => `${code}: ${message}`);
  };
  const [a = '', b = '', c = ''] = Object.keys(three);
  // A newer name, an older one, and in the end all of them.
  const found = [said(c, '20240104000000_c')];
  expect(await move(c, '20240104000000_c')).toEqual(found);
  found.unshift(said(b, '20240100000000_b'));
  expect(await move(b, '20240100000000_b')).toEqual(found);
  found.unshift(said(a, '20240105000000_a'));
  expect(await move(a, '20240105000000_a')).toEqual(found);
});

test('a table of that name which is no history is told from one', async () => {
  const project = await fixtureProject({ '20240101000000_a': { up: 'CREATE TABLE a (id int);' } });
  await project.query('CREATE TABLE _prisma_migrations (id text, name text, finished_at timestamptz)');
  await expect(readStatus(project)).rejects.toMatchObject({ code: 'migrations.history_unreadable' });
  await expect(deploy(project)).rejects.toMatchObject({ code: 'migrations.history_unreadable' });
});

test('a link to a migration, which Prisma passes over, is none', async () => {
  const project = await fixtureProject({ '20240101000000_a': { up: 'CREATE TABLE a (id int);' } });
  await symlink(
    path.join(project.directory, '20240101000000_a'),
    path.join(project.directory, '20240102000000_b'),
  );
  const { violations } = await readStatus(project);
  expect(violations.map(({ code, message }) => [code, message])).toEqual([
    ['migrations.bad_directory', expect.stringContaining('20240102000000_b is no migration: it is a link')],
  ]);
});
