import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Script } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tokens } from '../features/accounts/schema.ts';
import { ids, password } from '../testing/forum-rows.fixture.ts';
import { useForum } from '../testing/forum.fixture.ts';
import { files } from '../testing/media-files.fixture.ts';
import { patient } from '../testing/patience.fixture.ts';
import { startS3 } from '../testing/s3.fixture.ts';

const forum = useForum();
const root = path.resolve(import.meta.dirname, '..', '..');
let directory: string;
beforeAll(async () => {
  await mkdir(path.join(root, 'dist'), { recursive: true });
  directory = await mkdtemp(path.join(root, 'dist', 'bundle test '));
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'bundle-server.mjs'), directory]);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('is compiled already, by what its file names, and its errors keep their names', async () => {
  const [program = '', ...more] = (await readdir(directory)).filter((name) => /^program-\w+\.js$/.test(name));
  expect(more).toEqual([]);
  const text = await readFile(path.join(directory, program), 'latin1');
  const renamed = [...text.matchAll(/(\w*\d)=class extends \w*Error\b/g)].map(([, name]) => String(name));
  expect(renamed.filter((name) => !text.includes(`Object.defineProperty(${name},"name"`))).toEqual([]);
  const [file, compiled] = [path.join(directory, program), path.join(directory, `${program}.v8`)];
  const script = new Script(text, { filename: file, cachedData: await readFile(compiled) });
  expect(script.cachedDataRejected).toBe(false);
});

it('bundled, the server does what it does unbundled, whatever it loads late', async () => {
  const { url } = forum.config.database;
  const s3 = await startS3();
  const env = {
    ...process.env,
    ...patient,
    DATABASE_URL: url,
    PORT: '0',
    LOG_LEVEL: 'silent',
    MEDIA_STORE: s3.url,
    MAIL_URL: 'smtp://127.0.0.1:9',
  };
  const server = spawn(process.execPath, [path.join(directory, 'server.js')], { env });
  try {
    const base = await new Promise<string>((resolve, reject) => {
      let said = '';
      server.stderr.on('data', (text) => {
        said += String(text);
        const address = /answers at (\S+)/.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
      server.once('exit', () => reject(new Error(said)));
    });
    const status = async (address: string, init?: RequestInit) => (await fetch(base + address, init)).status;
    const post = (address: string, body: object, headers = {}) =>
      fetch(`${base}/c/techcorp${address}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    for (const address of [
      '/communities',
      '/docs',
      '/docs/static/swagger-ui.css',
      '/openapi.json',
      '/metrics',
    ]) {
      expect([address, await status(address)]).toEqual([address, 200]);
    }
    expect(await status(`/c/techcorp/posts/${ids.firstPost}`)).toBe(200);
    expect(await status('/docs/nothing')).toBe(404);

    // The native password hash, the tokens, Prisma and its transactions, and a mail that no server takes.
    const login = await post('/auth/login', { email: 'carol@example.com', password });
    expect(login.status).toBe(200);
    const { accessToken } = tokens.parse(await login.json());
    const report = { postId: ids.firstPost, reason: 'SPAM', details: 'Look.' };
    expect((await post('/reports', report, { authorization: `Bearer ${accessToken}` })).status).toBe(201);
    expect((await post('/auth/password/forgot', { email: 'carol@example.com' })).status).toBe(202);
    // A medium: the inspection, the content id, the bucket and its signer.
    const author = await post('/auth/login', { email: 'bob@example.com', password });
    const bob = tokens.parse(await author.json()).accessToken;
    const sent = await fetch(`${base}/c/techcorp/posts/${ids.firstPost}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bob}` },
      body: new Uint8Array(files.png),
    });
    expect(sent.status).toBe(201);
    const got = await fetch(base + String(sent.headers.get('location')));
    expect(files.png.equals(new Uint8Array(await got.arrayBuffer()))).toBe(true);
    const missing: unknown = await (await fetch(`${base}/c/nowhere`)).json();
    expect(missing).toMatchObject({ code: 'community.not_found' });

    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  } finally {
    server.kill('SIGKILL');
    await s3.close();
  }
});
