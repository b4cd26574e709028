import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

// The steps of action.yml, run as GitHub runs them: in a repository of somebody else's, against an API on this machine.
const root = path.resolve(import.meta.dirname, '..', '..');
const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8'));
const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'agora action '));
const agora = `"${process.execPath}" "${path.join(root, 'packages', 'cli', 'scripts', 'agora.mjs')}"`;

/** What the API was asked, and the comments that it holds. */
const asked: string[] = [];
const comments: { id: number; body: string }[] = [{ id: 1, body: 'Looks good.' }];
let refuse = false;
const api = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString()));
  request.on('end', () => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.statusCode = refuse ? 403 : 200;
    if (request.method === 'POST') comments.push({ id: 2, ...JSON.parse(text) });
    if (request.method === 'PATCH') Object.assign(comments[1]!, JSON.parse(text));
    response.end(JSON.stringify(request.method === 'GET' ? comments : {}));
  });
});

function git(...words: string[]): void {
  const run = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd: folder,
  });
  if (run.status !== 0) throw new Error(run.stderr.toString());
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

/** Runs the step that runs something, with inputs as `with:` gives them. */
async function step(
  inputs: Record<string, string> = {},
): Promise<{ code: number | null; files: Record<string, string>; said: string }> {
  const given: Record<string, string> = Object.fromEntries(
    Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [
      name,
      inputs[name] ?? input.default,
    ]),
  );
  const [run] = action.runs.steps;
  const temporary = mkdtempSync(path.join(folder, 'temp-'));
  const files = ['GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT'].map(
    (name) => [name, path.join(temporary, name)] as const,
  );
  for (const [, file] of files) writeFileSync(file, '');
  const address = api.address();
  if (address === null || typeof address === 'string') throw new Error('The API does not listen.');
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run.run], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      ...Object.fromEntries(files),
      GITHUB_ACTION_PATH: root,
      GITHUB_API_URL: `http://127.0.0.1:${address.port}`,
      GITHUB_BASE_REF: 'main',
      GITHUB_EVENT_PATH: path.join(folder, 'event.json'),
      GITHUB_REPOSITORY: 'they/shop',
      RUNNER_TEMP: temporary,
      ...Object.fromEntries(
        Object.entries<string>(run.env).map(([name, value]) => [
          name,
          value.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/, (_, input: string) => given[input] ?? ''),
        ]),
      ),
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    said,
    files: Object.fromEntries(files.map(([name, file]) => [name, readFileSync(file, 'utf8')])),
  };
}

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  write('event.json', JSON.stringify({ pull_request: { number: 7 } }));
  write('prisma/schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n');
  write('prisma/migrations/20260101000000_init/migration.sql', 'CREATE TABLE book (id int PRIMARY KEY);\n');
  write('prisma/migrations/20260101000000_init/down.sql', 'DROP TABLE book;\n');
  git('init', '-q', '-b', 'main');
  git('add', 'prisma');
  git('commit', '-q', '-m', 'init');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  write(
    'prisma/migrations/20260201000000_title/migration.sql',
    'ALTER TABLE book ADD COLUMN title text NOT NULL;\n',
  );
});
afterAll(() => {
  api.close();
  rmSync(folder, { recursive: true, force: true });
});

const inputs = { agora, command: 'migrate check --skip-proof', token: 'secret' };

test('a pull request gets annotations, a summary, a SARIF file and a comment; the job fails', async () => {
  const { code, files, said } = await step(inputs);
  expect({ code, said }).toEqual({
    code: 2,
    said: expect.stringContaining('::error file=prisma/migrations/20260201000000_title'),
  });
  expect(files['GITHUB_STEP_SUMMARY']).toContain('20260201000000_title');
  const [, sarif = ''] = /^sarif-file=(.*)$/m.exec(files['GITHUB_OUTPUT'] ?? '') ?? [];
  expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(files['GITHUB_OUTPUT']).toMatch(/^exit-code=2$/m);
  expect(comments).toEqual([
    { id: 1, body: 'Looks good.' },
    { id: 2, body: `<!-- agora -->\n${files['GITHUB_STEP_SUMMARY']}` },
  ]);
  expect(asked.map((line) => line.split(' ')[0])).toEqual(['GET', 'POST']);
  expect(asked[1]).toBe('POST /repos/they/shop/issues/7/comments Bearer secret');
});

test('the same comment is brought up to date, and left alone when it says so already', async () => {
  asked.length = 0;
  write('prisma/migrations/20260201000000_title/migration.sql', 'ALTER TABLE book ADD COLUMN title text;\n');
  write(
    'prisma/migrations/20260201000000_title/down.sql',
    '-- agora: loses column book.title\nALTER TABLE book DROP COLUMN title;\n',
  );
  expect((await step(inputs)).code).toBe(2);
  expect(asked.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'GET /repos/they/shop/issues/7/comments?per_page=100&page=1',
    'PATCH /repos/they/shop/issues/comments/2',
  ]);
  await step(inputs);
  expect(asked.map((line) => line.split(' ')[0])).toEqual(['GET', 'PATCH', 'GET']);
});

test('what may not be commented is warned of; a program that is not there is told', async () => {
  refuse = true;
  const { code, said } = await step(inputs);
  expect({ code, said }).toEqual({
    code: 2,
    said: expect.stringMatching(/::warning::The comment was not written: GET .* 403/),
  });
  const gone = await step({ ...inputs, agora: 'no-such-program' });
  expect({ code: gone.code, said: gone.said }).toEqual({
    code: 1,
    said: expect.stringContaining('::error::no-such-program cannot be started'),
  });
});

test('another command is run as it is, and its output is the summary', async () => {
  const { code, files } = await step({ agora, command: 'migrate lint --fail-on never', comment: 'false' });
  expect(code).toBe(0);
  expect(files['GITHUB_STEP_SUMMARY']).toMatch(/^````text\n/);
});

test(
  'summary and comment tell what the new migrations lock, where there is a server',
  { timeout: 180_000 },
  async () => {
    refuse = false;
    const testkit = pathToFileURL(path.join(root, 'packages', 'testkit', 'dist', 'index.js')).href;
    const ask = `const { testServerUrl } = await import('${testkit}'); console.log(await testServerUrl());`;
    const url = spawnSync(process.execPath, ['--input-type=module', '-e', ask]).stdout.toString().trim();
    const traced = await step({ ...inputs, command: 'migrate check', url });
    expect(traced.files['GITHUB_STEP_SUMMARY']).toContain('### Locks\n\n#### 20260201000000_title');
    expect(traced.files['GITHUB_STEP_SUMMARY']).toMatch(
      /reads and writes of `public\.book` wait .*ACCESS EXCLUSIVE/,
    );
    expect(comments.at(-1)?.body).toContain('### Locks');
    const without = await step({ ...inputs, command: 'migrate check', url, locks: 'false' });
    expect(without.files['GITHUB_STEP_SUMMARY']).not.toContain('### Locks');
  },
);
