import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { withDatabase } from '@agora/postgres';
import { createTestDatabase, type TestDatabase, withTestRole } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';
import { makeProject } from '../../project/open/project.fixture.ts';

let folder = '';
let project = '';
let database: TestDatabase;

const lay = (name: string, migrations: Readonly<Record<string, string>>): Promise<string> =>
  makeProject(path.join(folder, name), migrations);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora misuse '));
  database = await createTestDatabase();
  project = await lay('shop', { '20240101000000_a': 'CREATE TABLE a (id int);' });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const agora = (words: string[], url: string = database.url, cwd: string = project) =>
  runAgora(['migrate', ...words], { cwd, env: { DATABASE_URL: url } });

test('down with a number, as rollback is called elsewhere, is explained', async () => {
  expect(await agora(['down', '1'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('fix  agora migrate rollback --dry-run'),
  });
});

test('no database of that name, no server, no URL', async () => {
  const missing = await agora(['status'], withDatabase(database.url, 'nobody_made_this'));
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody_made_this') });
  const production = await agora(
    ['deploy', '--env', 'production'],
    withDatabase(database.url, 'nobody_made_this'),
  );
  expect(production).toMatchObject({ code: 1, stderr: expect.stringContaining('--create-database') });
  const refused = await agora(['deploy'], 'postgresql://127.0.0.1:1/x');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('postgres.connection_refused') });
  const none = await runAgora(['migrate', 'deploy'], { cwd: project });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('migrations.no_url') });
});

test('what a configuration prints is no data', async () => {
  const chatty = await lay('chatty', {});
  const config = path.join(chatty, 'prisma.config.ts');
  await writeFile(config, `console.log('[dotenv] 3 variables');\n${await readFile(config, 'utf8')}`);
  const run = await agora(['status', '--json'], database.url, chatty);
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('[dotenv] 3 variables\n') });
  expect(run.json()).toMatchObject({ state: 'up-to-date' });
});

test('a wrong password is said to be one, and never printed', async () => {
  // The test server trusts everybody, so this one has no TLS (N) and answers every start-up with SQLSTATE 28P01.
  const fields = ['SFATAL', 'VFATAL', 'C28P01', 'Mpassword authentication failed for user "someone"'];
  const body = Buffer.from(`${fields.map((field) => `${field}\0`).join('')}\0`);
  const header = Buffer.alloc(5);
  header.write('E');
  header.writeInt32BE(body.length + 4, 1);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (message: Buffer) => {
      if (message.length === 8) socket.write('N');
      else socket.end(Buffer.concat([header, body]));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const run = await agora(['status'], `postgresql://someone:secret-word@127.0.0.1:${port}/x`);
  server.close();
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('password') });
  expect(`${run.stdout}${run.stderr}`).not.toContain('secret-word');
});

test('no prisma.config.ts, a broken one, a schema that is not there', async () => {
  const empty = path.join(folder, 'empty');
  await mkdir(empty);
  expect(await agora(['status'], database.url, empty)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('migrations.no_config'),
  });
  await writeFile(path.join(empty, 'prisma.config.ts'), 'export default {');
  expect(await agora(['status'], database.url, empty)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('migrations.bad_config'),
  });
  await writeFile(path.join(empty, 'prisma.config.ts'), "export default { schema: 'nowhere.prisma' };");
  expect(await agora(['status'], database.url, empty)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('migrations.no_schema'),
  });
});

test('an empty project is up to date, from any folder of it', async () => {
  const bare = await lay('bare', {});
  const url = withDatabase(database.url, new URL(database.url).pathname.slice(1));
  const run = await agora(['status'], url, path.join(bare, 'prisma'));
  expect(run).toMatchObject({
    code: 0,
    stdout: '(nothing applied): 0 applied, 0 pending\nThere are no migrations, on disk or in the database.\n',
  });
  expect(await agora(['deploy'], url, bare)).toMatchObject({
    code: 0,
    stdout: 'Nothing is pending.\n',
    stderr: expect.stringContaining(`there are no migrations in ${path.join(bare, 'prisma', 'migrations')}`),
  });
});

test.each([['verify'], ['down'], ['trace'], ['lint'], ['check', '--skip-proof']])(
  'a folder without migrations does not pass in silence: %s',
  async (...words) => {
    const bare = await lay(`none ${words[0]}`, {});
    const run = await agora(words, database.url, bare);
    expect(run.stderr).toContain(`There are no migrations in ${path.join(bare, 'prisma', 'migrations')}`);
    expect(`${run.stdout}${run.stderr}`).not.toMatch(/100\.0 %|Every migration/);
  },
);

test('in a monorepo the .env beside the database package wins over that of the root', async () => {
  const mono = path.join(folder, 'mono');
  const inner = await lay('mono/packages/database', { '20240101000000_a': 'SELECT 1;' });
  await writeFile(path.join(mono, 'pnpm-workspace.yaml'), 'packages: [packages/*]\n');
  await writeFile(path.join(mono, '.env'), 'DATABASE_URL=postgresql://127.0.0.1:1/of_the_root\n');
  await writeFile(path.join(inner, '.env'), `DATABASE_URL=${database.url}\n`);
  const { code, stdout } = await runAgora(['migrate', 'status'], { cwd: inner });
  expect({ code, stdout }).toMatchObject({ code: 2, stdout: expect.stringContaining('1 pending') });
});

test('a folder that cannot be written to is no bug of ours', async () => {
  const blocked = path.join(folder, 'blocked');
  await writeFile(blocked, 'a file stands where the folder would be');
  const { code, stdout } = await agora(['sql', '--output', path.join(blocked, 'out.sql'), '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'cli.file_system', message: expect.stringContaining('out.sql') },
  });
});

test('a user who may only read sees the status and is told why a deploy fails', () =>
  withTestRole(database.url, async (reader) => {
    expect(await agora(['status'], reader.url)).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('1 pending'),
    });
    const run = await agora(['deploy'], reader.url);
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('permission denied for schema public'),
    });
    expect(run.stderr).not.toContain('    at ');
  }));

test('deploys, shows, rolls back and refuses another project', async () => {
  expect(await agora(['deploy'])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('applied 20240101000000_a'),
  });
  expect(await agora(['current'])).toMatchObject({ code: 0, stdout: '20240101000000_a\n' });
  const back = await agora(['rollback', '--json']);
  expect(back).toMatchObject({ code: 1 });
  expect(back.json()).toMatchObject({ against: [{ code: 'migrations.no_down' }] });
  const other = await lay('other', { '20250101000000_z': 'CREATE TABLE z ();' });
  expect(await agora(['deploy'], database.url, other)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('migrations.foreign_history'),
  });
  const wrong = await agora(['deploy', '--to', '2031']);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('migrations.unknown_target') });
  expect(await agora(['stamp'])).toMatchObject({ code: 64 });
});

test.each(
  [
    ['rollback', '--all', '--steps', '1'],
    ['rollback', '--all', '--to', '20240101000000_a'],
    ['rollback', '--steps', '1', '--to', '20240101000000_a'],
    ['stamp', '--all', '20240101000000_a'],
    ['stamp', '--all', '--force', '--skip-compare'],
    ['down', '--check', '--regenerate'],
    ['down', '--check', '--dry-run'],
    ['create', '--name', 'x', '--empty', '--rename', 'a.b=a.c'],
    ['status', '--quiet', '--verbose'],
  ].map((words) => [words.join(' '), words] as const),
)('migrate %s: the options exclude each other, and nothing is done', async (_line, words) => {
  const run = await agora([...words, '--json'], 'postgresql://127.0.0.1:1/never_asked');
  expect(run.code).toBe(64);
  expect(run.json()).toMatchObject({
    error: { code: 'cli.contradiction' },
  });
});
