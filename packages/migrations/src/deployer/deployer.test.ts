import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { dropDatabase, temporaryDatabaseName, withDatabase } from '@agora/postgres';
import { type CliRun, commandLine, type RunningCli } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { inOwnWords } from './own-words.ts';

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

const start = (
  project: FixtureProject,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCli =>
  commandLine([process.execPath, deployer], folder).start([...words, '--migrations', project.directory], {
    env: { DATABASE_URL: project.url, ...env },
  });
const run = (...call: Parameters<typeof start>): Promise<CliRun> => start(...call).ended;

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

test('parks by the configuration, and brings back', async () => {
  const project = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE a (id int, name text);', down: 'DROP TABLE a;' },
    '20240102000000_b': {
      up: 'ALTER TABLE a DROP COLUMN name;',
      down: 'ALTER TABLE a ADD COLUMN name text;',
    },
  });
  await writeFile(
    path.join(project.root, 'agora.config.mjs'),
    "export default { environments: { development: { park: '1h' } } };",
  );
  expect(await run(project, ['deploy', '--to', '20240101000000_a'])).toMatchObject({ code: 0 });
  await project.query("INSERT INTO a VALUES (1, 'kept')");
  expect(await run(project, ['deploy'])).toMatchObject({ code: 0 });
  await project.query('INSERT INTO a VALUES (2)');
  expect(await run(project, ['rollback'])).toMatchObject({ code: 0 });
  expect(await project.query('SELECT id, name FROM a ORDER BY id')).toEqual([
    { id: 1, name: 'kept' },
    { id: 2, name: null },
  ]);
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
  expect(await run(project, ['rollback', '--all', '--to', 'a'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('exclude each other'),
  });
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
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('write the file as JavaScript: .mjs'),
    });
  },
);

test('says its version, takes the URL from a file, and a proof of a backup from where it is told', async () => {
  const project = await fixtureProject(migrations);
  const manifest: unknown = JSON.parse(await readFile(path.join(root, '..', '..', 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ version: (await run(project, ['--version'])).stdout.trim() });
  const secret = path.join(project.root, 'database url');
  await writeFile(secret, `${project.url}\r\n`);
  const file = { DATABASE_URL: '', DATABASE_URL_FILE: secret };
  expect(await run(project, ['status'], file)).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('2 pending'),
  });
  expect(await run(project, ['status'], { DATABASE_URL_FILE: secret })).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('both set'),
  });
  expect(await run(project, ['status'], { ...file, DATABASE_URL_FILE: `${secret}2` })).toMatchObject({
    code: 64,
  });
  const production = ['deploy', '--env', 'production', '--allow', 'drop-table'];
  const refused = await run(project, production);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--backup-proof') });
  const now = new Date().toISOString();
  const proof = path.join(project.root, 'proof of tonight.json');
  const database = new URL(project.url).pathname.slice(1);
  await writeFile(proof, JSON.stringify({ database, finishedAt: now, verifiedAt: now }));
  expect(await run(project, [...production, '--backup-proof', proof])).toMatchObject({ code: 0 });
});

test('waits for a server that is not up yet, and no longer than it was told', async () => {
  const project = await fixtureProject(migrations);
  const { hostname, port } = new URL(project.url);
  const late = createServer((socket) => {
    const server = connect(Number(port), hostname);
    for (const end of [socket, server]) end.on('error', () => undefined);
    socket.pipe(server).pipe(socket);
  });
  const free = createServer();
  await new Promise<void>((ready) => free.listen(0, '127.0.0.1', ready));
  const address = free.address();
  const chosen = typeof address === 'object' ? address?.port : undefined;
  await new Promise((closed) => free.close(closed));
  const url = new URL(project.url);
  url.hostname = '127.0.0.1';
  url.port = String(chosen);
  const refused = await run(project, ['status', '--url', url.href, '--wait', '600ms']);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Waited 0.6 s.') });
  expect(refused.stderr).not.toContain('embedded');
  const waiting = start(project, ['status', '--url', url.href, '--wait', '2min']);
  await waiting.printed('waiting for the server: Nothing listens at');
  await new Promise<void>((ready) => late.listen(chosen, '127.0.0.1', ready));
  try {
    expect(await waiting.ended).toMatchObject({ code: 2, stdout: expect.stringContaining('2 pending') });
  } finally {
    await new Promise((closed) => late.close(closed));
  }
});

test('stamps and resolves', async () => {
  const project = await fixtureProject(migrations);
  const [a, b] = Object.keys(migrations);
  await project.query('CREATE TABLE a (id int)');
  expect(await run(project, ['stamp', 'a'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('--skip-compare'),
  });
  expect(await run(project, ['stamp', '--skip-compare'])).toMatchObject({ code: 64 });
  expect(await run(project, ['stamp', 'a', '--skip-compare'])).toMatchObject({ code: 0, stdout: `${a}\n` });
  await project.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('1', 'c', '${b}', 'ERROR: no')`,
  );
  const failed = await run(project, ['deploy']);
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`agora-deploy resolve --rolled-back ${b}`),
  });
  expect(await run(project, ['resolve', '--rolled-back', 'b'])).toMatchObject({
    code: 0,
    stdout: `${b} rolled back\n`,
  });
  expect(await run(project, ['resolve', '--rolled-back', 'b'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('migrations.cannot_resolve'),
  });
  expect(await run(project, ['resolve', '--applied', 'b', '--json'])).toMatchObject({
    code: 0,
    stdout: `${JSON.stringify({ migration: b, as: 'applied' })}\n`,
  });
  expect(await run(project, ['resolve', '--applied', 'a', '--rolled-back', 'b'])).toMatchObject({ code: 64 });
  expect(await run(project, ['status'])).toMatchObject({ code: 0 });
});

test('--json prints one document, and what happens as lines of JSON', async () => {
  const project = await fixtureProject(migrations);
  const { stdout, stderr } = await run(project, ['deploy', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ blockers: [], results: [{ outcome: 'succeeded' }, {}] });
  const lines = stderr
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([
    { event: 'notice', message: expect.stringContaining('environment: development') },
    {
      event: 'step',
      name: '20240101000000_a',
      index: 0,
      total: 2,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    { event: 'statement', line: 1 },
    { event: 'done', outcome: 'succeeded' },
    { event: 'step', kind: 'apply' },
    { event: 'statement', line: 1 },
    { event: 'statement', line: 2 },
    { event: 'done', name: '20240102000000_b', mode: 'statements' },
  ]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a run that %s stops exits %i and leaves nothing half-done', async (signal, code) => {
  const project = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE a ();\nSELECT pg_sleep(600);' },
  });
  const child = spawn(process.execPath, [deployer, 'deploy', '--json', '--migrations', project.directory], {
    cwd: folder,
    env: { PATH: process.env['PATH'], DATABASE_URL: project.url },
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes('"line":2')) child.kill(signal);
  }
  expect(await ended).toEqual([code, null]);
  expect(await project.query("SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  await project.write({ '20240101000000_a': { up: 'CREATE TABLE a ();' } });
  expect(await run(project, ['deploy'])).toMatchObject({ code: 0 });
});

const FOREIGN =
  /\bagora (?:migrate|db|seed|backup|up|doctor)\b|npx |prisma\.config|FORMATS\.md|embedded server/;

test('no message names a command or a file that the deployer lacks', async () => {
  const inputs: unknown = JSON.parse(await readFile(path.join(root, 'dist-deployer', 'inputs.json'), 'utf8'));
  // The tables of codes are those of whole packages.
  const ours = (Array.isArray(inputs) ? inputs : [])
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('/error-codes.ts'));
  const literals: string[] = [];
  for (const file of ours) {
    for (const line of (await readFile(path.join(root, file), 'utf8')).split('\n')) {
      // Of a lint rule only the message is printed here; a session's name on the server is no message.
      if (file.includes('/lint/rules/') && !line.includes('message')) continue;
      if (/^\s*(?:\*|\/\*|\/\/)|applicationName/.test(line) || !FOREIGN.test(line)) continue;
      literals.push(
        ...(line.match(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? []).filter((one) => FOREIGN.test(one)),
      );
    }
  }
  expect(literals.length).toBeGreaterThan(10);
  const said = literals.map((literal) =>
    inOwnWords(literal.slice(1, -1)).replaceAll(/in the project: agora migrate/gi, ''),
  );
  expect(said.filter((text) => FOREIGN.test(text))).toEqual([]);
});

test('runs what a backfill was compiled to, leaves it for later, and wants it compiled', async () => {
  const backfill = {
    table: 'a',
    key: ['id'],
    columns: [],
    doneWhen: 'SELECT NOT EXISTS (SELECT FROM a WHERE twice IS NULL)',
  };
  const typescript = `export default { ...${JSON.stringify(backfill)}, forward: ({ id }: { id: number }) => ({ twice: id * 2 }) };`;
  const project = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE a (id int PRIMARY KEY);', down: 'DROP TABLE a;' },
  });
  expect(await run(project, ['deploy'])).toMatchObject({ code: 0 });
  await project.query('INSERT INTO a SELECT n FROM generate_series(1, 100) AS n');
  const name = '20240102000000_twice';
  const up = 'ALTER TABLE a ADD twice int;';
  await project.write({ [name]: { up, 'backfill.ts': typescript } });
  expect(await run(project, ['deploy', '--backfills', 'later'])).toMatchObject({ code: 0 });
  expect(await run(project, ['deploy'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('esbuild "'),
  });
  await project.write({ [name]: { up, 'backfill.mjs': typescript.replace(': { id: number }', '') } });
  const done = await run(project, ['deploy', '--json']);
  expect([done.code, JSON.parse(done.stdout)]).toMatchObject([
    0,
    { backfills: [{ migration: name, outcome: 'done', changed: 100 }] },
  ]);
  expect(await project.query('SELECT count(*)::int AS n FROM a WHERE twice = id * 2')).toEqual([{ n: 100 }]);
});
