import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { dropDatabase, temporaryDatabaseName, withDatabase } from '@agora/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type FixtureProject, fixtureProject } from '../project.fixture.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
let folder = '';
let deployer = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora deployer '));
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'bundle-deployer.mjs')]);
  // Away from every node_modules: it must need none.
  deployer = path.join(folder, 'agora-deploy.mjs');
  await cp(path.join(root, 'dist-deployer', 'agora-deploy.mjs'), deployer);
});
afterAll(() => rm(folder, { recursive: true }));

function run(project: FixtureProject, words: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(
      process.execPath,
      [deployer, ...words, '--migrations', project.directory],
      { cwd: folder, env: { PATH: process.env['PATH'], DATABASE_URL: project.url, ...env } },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

const migrations = {
  '20240101000000_a': { up: 'CREATE TABLE a (id int);', down: 'DROP TABLE a;' },
  '20240102000000_b': {
    up: 'DROP TABLE IF EXISTS old;\nCREATE INDEX CONCURRENTLY i ON a (id);',
    down: 'DROP INDEX i;',
  },
};

test('is at most 2 MB and deploys, shows and rolls back on plain Node', async () => {
  expect((await stat(deployer)).size).toBeLessThan(2 * 1024 * 1024);
  const project = await fixtureProject(migrations);
  expect(await run(project, ['status'])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('2 pending'),
  });
  expect(await run(project, ['deploy', '--dry-run'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('apply     20240101000000_a'),
  });
  expect(await run(project, ['deploy'])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('applied 20240102000000_b'),
  });
  expect(await run(project, ['deploy'])).toMatchObject({ code: 0, stdout: 'Nothing is pending.\n' });
  const status = await run(project, ['status', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ state: 'up-to-date', current: '20240102000000_b' });
  await project.query('INSERT INTO a VALUES (1)');
  expect(await run(project, ['rollback', '--all'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('1 row of a'),
  });
  expect(await run(project, ['rollback', '--all', '--accept-data-loss'])).toMatchObject({ code: 0 });
  expect(await run(project, ['status'])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('0 applied, 2 pending'),
  });
});

test('production wants proof of a backup and hazards allowed by name', async () => {
  const project = await fixtureProject(migrations);
  const refused = await run(project, ['deploy'], { AGORA_ENV: 'production' });
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('environments.production.backup.file'),
  });
  expect(refused.stderr).toContain('migration.sql:1 No migration makes old');
  const database = new URL(project.url).pathname.slice(1);
  const now = new Date().toISOString();
  await writeFile(
    path.join(project.root, 'proof.json'),
    JSON.stringify({ database, finishedAt: now, verifiedAt: now }),
  );
  await writeFile(
    path.join(project.root, 'agora.config.mjs'),
    "export default { environments: { production: { backup: { file: 'proof.json' } } } };",
  );
  expect((await run(project, ['deploy', '--env', 'production'])).stderr).not.toContain('backup');
  expect(await run(project, ['deploy', '--env', 'production', '--allow', 'drop-table'])).toMatchObject({
    code: 0,
  });
});

test('wrong calls exit 64 and name what is wrong', async () => {
  const project = await fixtureProject();
  expect(await run(project, ['deplyo'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('deplyo'),
  });
  expect(await run(project, ['deploy', '--stepz'])).toMatchObject({ code: 64 });
  expect(await run(project, ['deploy'], { DATABASE_URL: '' })).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('--url'),
  });
  expect(await run(project, ['deploy', '--env', 'prod'])).toMatchObject({ code: 64 });
  await rm(project.directory, { recursive: true });
  const json = await run(project, ['deploy', '--json']);
  expect(json.code).toBe(64);
  expect(JSON.parse(json.stdout)).toMatchObject({
    error: { message: expect.stringContaining('There is no folder') },
  });
});

test('what stands against a deploy is all that it says, and a new database is made', async () => {
  const project = await fixtureProject(migrations);
  const name = temporaryDatabaseName('deployer');
  const url = withDatabase(project.url, name);
  try {
    expect(await run(project, ['deploy', '--url', url, '--env', 'production'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('--create-database'),
    });
    expect(await run(project, ['deploy', '--url', url])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`created the database ${name}`),
    });
    await project.write({ '20240101000000_a': { up: '-- edited' } });
    const edited = await run(project, ['deploy', '--url', url]);
    expect(edited).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('migrations.edited'),
    });
  } finally {
    await project.connect((client) => dropDatabase(client, name));
  }
});

test.skipIf(Boolean(Reflect.get(process.features, 'typescript')))(
  'a configuration in TypeScript is refused with what to write instead, where Node cannot load it',
  async () => {
    const project = await fixtureProject();
    await writeFile(path.join(project.root, 'agora.config.ts'), 'export default {} satisfies object;');
    const refused = await run(project, ['deploy']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('agora.config.mjs') });
  },
);
