import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';

import { slackForm, type Notice } from './notice.ts';
import { notify, type NotifyOptions } from './notify.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

const notice: Notice = {
  event: 'rollback',
  environment: 'production',
  database: 'shop',
  title: 'shop: rolled back <1>',
  text: 'Slower & worse.',
  migrations: ['20260101000000_add_bans'],
  at: '2026-11-30T08:00:00.000Z',
};
const options: NotifyOptions = { cwd: tmpdir(), env: { PATH: process.env['PATH'] }, retryMs: [5, 5] };

/** An HTTP server that answers each request with the next status; the last one stays. */
async function receiver(...statuses: number[]): Promise<{ url: string; bodies: string[]; paths: string[] }> {
  const bodies: string[] = [];
  const paths: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      paths.push(request.url ?? '');
      const status = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, bodies, paths };
}

test('a webhook gets JSON or the form of Slack', async () => {
  const { url, bodies } = await receiver(200);
  const webhooks = [{ url: `${url}/secret-path`, headers: { authorization: 'Bearer secret' } }];
  const [delivery] = await notify({ webhooks }, notice, options);
  expect(delivery).toEqual({ channel: `webhook ${url}`, ok: true, attempts: 1 });
  expect(JSON.parse(bodies[0]!)).toEqual(notice);
  await notify({ webhooks: [{ url, form: 'slack' }] }, notice, options);
  expect(JSON.parse(bodies[1]!)).toEqual(slackForm(notice));
  expect(slackForm(notice).text).toBe(
    '*shop: rolled back &lt;1&gt;*\nSlower &amp; worse.\n• 20260101000000_add_bans',
  );
});

test('what may be otherwise the next time is tried again, what is final is not, and nothing is followed', async () => {
  const recovering = await receiver(503, 429, 200);
  const down = await receiver(500);
  const final = await receiver(404);
  const moved = await receiver(302);
  const webhooks = [recovering, down, final, moved].map(({ url }) => ({ url: `${url}/key-secret` }));
  const deliveries = await notify(
    { webhooks: [...webhooks, { url: 'http://u:secret@127.0.0.1:9/' }] },
    notice,
    options,
  );
  expect(deliveries.map(({ ok, attempts }) => [ok, attempts])).toEqual([
    [true, 3],
    [false, 3],
    [false, 1],
    [false, 1],
    [false, 3],
  ]);
  expect(moved.paths).toEqual(['/key-secret']);
  expect(JSON.stringify(deliveries)).not.toContain('secret');
});

test('mail goes through a server, is tried again, and a refusal for good is not', async () => {
  const refusals = [451];
  const mails: string[] = [];
  const server = new SMTPServer({
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'se cret'
        ? done(null, { user: username })
        : done(Object.assign(new Error('wrong'), { responseCode: 535 })),
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      stream.on('end', () => {
        const responseCode = refusals.shift();
        if (responseCode !== undefined) return done(Object.assign(new Error('later'), { responseCode }));
        mails.push(text.replaceAll('\r\n', '\n'));
        done();
      });
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  cleanups.push(() => new Promise<void>((done) => server.close(done)));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const mail = { sender: 'agora@example.com', receivers: ['a@example.com', 'b@example.com'] };
  const good = { ...mail, server: `smtp://me:se%20cret@127.0.0.1:${port}` };
  const [delivery] = await notify({ mail: good }, notice, options);
  expect(delivery).toEqual({ channel: `mail through 127.0.0.1:${port}`, ok: true, attempts: 2 });
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain('Subject: shop: rolled back <1>');
  expect(mails[0]).toContain('- 20260101000000_add_bans');
  const bad = { ...mail, server: `smtp://me:other-secret@127.0.0.1:${port}` };
  const [refused] = await notify({ mail: bad }, notice, options);
  expect(refused).toMatchObject({ ok: false, attempts: 1, why: 'it was not sent: 535' });
  expect(JSON.stringify(refused)).not.toContain('secret');
});

test('a command gets the notice on standard input, no shell reads its words, and one that fails is told of', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'agora notify '));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const script = path.join(folder, 'tell me.mjs');
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs'; let text = ''; for await (const chunk of process.stdin) text += chunk;
     writeFileSync(process.argv[2], text); if (process.argv[3] === 'fail') { console.error('secret'); process.exit(4); }`,
  );
  const file = path.join(folder, '$(out) & co.json');
  const deliveries = await notify(
    {
      commands: [
        [process.execPath, script, file],
        [process.execPath, script, file, 'fail'],
        ['/no/such/program', 'secret'],
      ],
    },
    notice,
    options,
  );
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(notice);
  expect(deliveries).toMatchObject([
    { ok: true, attempts: 1 },
    { ok: false, attempts: 3, why: 'it ended with exit code 4' },
    { ok: false, attempts: 1, channel: 'command program', why: 'it could not be started: ENOENT' },
  ]);
  expect(JSON.stringify(deliveries)).not.toContain('secret');
});

test('who does not want to hear of it is not told, but of a test', async () => {
  const { url, bodies } = await receiver(200);
  const settings = { on: ['failure' as const], webhooks: [{ url }] };
  expect(await notify(settings, notice, options)).toEqual([]);
  expect(await notify(settings, { ...notice, event: 'test' }, options)).toHaveLength(1);
  expect(bodies).toHaveLength(1);
  expect(await notify(undefined, notice, options)).toEqual([]);
});
