import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { cliEnvironment } from '@agora/testkit';
import { expect, test } from 'vitest';

import { type FixtureProject, fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { renderBackfillGuard } from '../../project/backfill-file.ts';
import { readFolder } from '../../project/folder.ts';
import { planRebase } from './plan-rebase.ts';
import { rebase, type RebaseReport } from './rebase.ts';

const INIT = '20240101000000_init';
const OWN = '20240201000000_own';
const OWN_TOO = '20240401000000_own_too';
const THEIRS = '20240301000000_theirs';

async function git(project: FixtureProject, ...words: readonly string[]): Promise<void> {
  const settings = ['user.name=T', 'user.email=t@example.org', 'commit.gpgsign=false'];
  await promisify(execFile)('git', [...settings.flatMap((setting) => ['-c', setting]), ...words], {
    cwd: project.root,
    env: cliEnvironment({ GIT_CONFIG_GLOBAL: path.join(project.root, '.none'), GIT_CONFIG_NOSYSTEM: '1' }),
  });
}

/** Two branches that have parted: `main` has `theirs`, and `mine`, checked out, two of its own. */
async function parted(own: string, theirs: string): Promise<FixtureProject> {
  const project = await fixtureProject({ [INIT]: { up: 'CREATE TABLE a (id int);' } });
  await git(project, 'init', '-q', '-b', 'main');
  const commit = async (): Promise<void> => {
    await git(project, 'add', 'prisma');
    await git(project, 'commit', '-q', '-m', 'more');
  };
  await commit();
  await git(project, 'checkout', '-q', '-b', 'mine');
  await project.write({ [OWN]: { up: own, down: '-- back' }, [OWN_TOO]: { up: 'SELECT 2;' } });
  await commit();
  await git(project, 'checkout', '-q', 'main');
  await project.write({ [THEIRS]: { up: theirs } });
  await commit();
  await git(project, 'checkout', '-q', 'mine');
  return project;
}

const now = new Date('2024-05-01T12:00:00Z');
const rebased = (project: FixtureProject): Promise<RebaseReport> =>
  rebase({
    project: {
      ...project,
      migrationsDirectory: project.directory,
      external: { tables: [], enums: [] },
      initSql: undefined,
    },
    base: 'main',
    adminUrl: project.url,
    now,
  });

test('the first that is too early and all of one’s own behind it get newer names, in their order', () => {
  const names = [INIT, OWN, THEIRS, OWN_TOO];
  expect(planRebase(names, [OWN, OWN_TOO], { lastOfBase: THEIRS, now })).toEqual([
    { from: OWN, to: '20240501120000_own' },
    { from: OWN_TOO, to: '20240501120001_own_too' },
  ]);
  expect(planRebase(names, [OWN_TOO], { lastOfBase: THEIRS, now })).toEqual([]);
  expect(planRebase([INIT], [INIT], { lastOfBase: undefined, now })).toEqual([]);
});

test('after a merge files and proofs move along, once both orders have run', async () => {
  const project = await parted('ALTER TABLE a ADD own int;', 'CREATE TABLE b (id int);');
  await expect(rebased(project)).rejects.toMatchObject({ code: 'migrations.not_merged', why: THEIRS });
  await git(project, 'merge', '-q', '--no-edit', 'main');
  await deploy({ ...project, to: OWN });
  await expect(rebased(project)).rejects.toMatchObject({ code: 'migrations.applied_here' });
  await project.query('DROP TABLE a; DROP TABLE _prisma_migrations');
  const lock = path.join(project.directory, 'agora.lock');
  await writeFile(lock, `{"migration":"${OWN}","postgres":18,"key":"k","outcome":"proven"}\n`);
  expect(await rebased(project)).toEqual({
    renames: [
      { from: OWN, to: '20240501120000_own' },
      { from: OWN_TOO, to: '20240501120001_own_too' },
    ],
    orders: { kind: 'same catalog' },
  });
  expect(await readFile(lock, 'utf8')).toContain('"migration":"20240501120000_own"');
  expect(await readdir(path.join(project.directory, '20240501120000_own'))).toEqual([
    'down.sql',
    'migration.sql',
  ]);
  expect(await rebased(project)).toEqual({ renames: [] });
});

test('orders that make different schemas, or of which only one runs, are told apart', async () => {
  const project = await parted(
    "DO $$ BEGIN IF to_regclass('b') IS NULL THEN CREATE TABLE c (); END IF; END $$;",
    'CREATE TABLE b (id int);',
  );
  await git(project, 'merge', '-q', '--no-edit', 'main');
  const { orders } = await rebased(project);
  expect(orders).toMatchObject({ kind: 'different', differences: [expect.stringContaining('c')] });
  const other = await parted('ALTER TABLE b ADD own int;', 'CREATE TABLE b (id int);');
  await git(other, 'merge', '-q', '--no-edit', 'main');
  expect((await rebased(other)).orders).toMatchObject({
    kind: 'only the new one runs',
    reason: expect.stringContaining(OWN),
  });
  const broken = await parted('CREATE TABLE b ();', 'CREATE TABLE b (id int);');
  await git(broken, 'merge', '-q', '--no-edit', 'main');
  await expect(rebased(broken)).rejects.toMatchObject({ code: 'migrations.replay_failed' });
  expect(await readdir(broken.directory)).toContain(OWN);
});

test('what waits for a backfill that is renamed waits for it by its new name', async () => {
  const project = await parted('ALTER TABLE a ADD own int;', 'CREATE TABLE b (id int);');
  const guard = renderBackfillGuard(OWN, 'SELECT true');
  await project.write({ [OWN_TOO]: { up: `-- agora: after backfill ${OWN}\n${guard}\nSELECT 2;` } });
  await git(project, 'commit', '-qam', 'waits');
  await git(project, 'merge', '-q', '--no-edit', 'main');
  await rebased(project);
  const { migrations } = await readFolder(project.directory);
  expect(migrations.at(-1)?.up.sql).toBe(
    `-- agora: after backfill 20240501120000_own\n${renderBackfillGuard('20240501120000_own', 'SELECT true')}\nSELECT 2;`,
  );
});
