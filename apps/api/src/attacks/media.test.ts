import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../testing/forum/forum-rows.fixture.ts';
import { type Forum, useForum } from '../testing/forum/forum.fixture.ts';
import { uniquePng } from '../testing/media/media-files.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// Uploads as an attacker sends them: over a bare socket, without an end, without haste, without a right.

const forum = useForum({ MEDIA_LIMIT_BYTES: '200000', MEDIA_UPLOADS_PER_HOUR: '12' });
let bob: Member;
let port: number;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  port = await listen(forum);
});
const listen = async ({ app }: Forum): Promise<number> =>
  Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);

const address = `/c/techcorp/posts/${ids.firstPost}/media`;
const spool = ({ config }: Forum = forum): Promise<string[]> => {
  const { store } = config.media;
  return readdir(path.join(store.kind === 'folder' ? store.folder : '', 'incoming')).catch(() => []);
};
const rows = () =>
  forum.asOwner(async (client) => (await client.query('SELECT cid FROM media')).rowCount ?? 0);

/** Opens an upload by hand; `ended` is all that came back by the time the connection ended. */
async function openUpload(headers: Record<string, string>, token = bob.token, to = port) {
  const socket: Socket = connect(to, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  const lines = { host: 'x', authorization: `Bearer ${token}`, ...headers };
  socket.write(
    `POST ${address} HTTP/1.1\r\n${Object.entries(lines)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  );
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  /** Sends a piece every few milliseconds, until something comes back. */
  const keepSending = (piece: string, everyMs: number): void => {
    const timer = setInterval(
      // Not before what has come is read: a write to a connection that was ended fails, and what came with it is lost.
      () => setImmediate(() => text === '' && socket.writable && socket.write(piece)),
      everyMs,
    );
    socket.once('close', () => clearInterval(timer));
  };
  return { socket, ended, keepSending };
}

describe('a body', () => {
  it('that says it is too large is refused before it comes', async () => {
    const { ended } = await openUpload({ 'content-length': '99999999999' });
    expect(await ended).toMatch(/^HTTP\/1\.1 413 .*request\.too_large/s);
  });

  it('that never ends is cut off, and leaves nothing', async () => {
    const { ended, keepSending } = await openUpload({ 'transfer-encoding': 'chunked' });
    keepSending(`8000\r\n${'x'.repeat(0x8000)}\r\n`, 2);
    expect(await ended).toMatch(/^HTTP\/1\.1 413 .*request\.too_large/s);
    expect(await spool()).toEqual([]);
  });

  it('that is broken off leaves nothing: no file, no row', async () => {
    const before = await rows();
    for (let count = 0; count < 3; count += 1) {
      const { socket, ended } = await openUpload({ 'content-length': '100000' });
      socket.write(uniquePng({ padding: 50_000 }));
      // It is being taken in: what is broken off before that leaves nothing anyway.
      await expect.poll(async () => (await spool()).length).toBe(1);
      socket.destroy();
      await ended;
      await expect.poll(() => spool()).toEqual([]);
    }
    expect(await rows()).toBe(before);
  });
});

describe('a body that comes too slowly', () => {
  const impatient = useForum({ MEDIA_UPLOAD_SECONDS: '1' });

  it('is cut off, and leaves nothing', async () => {
    const { token } = await logIn(impatient, 'bob@example.com');
    const to = await listen(impatient);
    const { ended, keepSending } = await openUpload({ 'content-length': '1000000' }, token, to);
    const started = performance.now();
    keepSending('x', 50);
    expect(await ended).toMatch(/^HTTP\/1\.1 408 .*request\.too_slow/s);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(await spool(impatient)).toEqual([]);
  });
});

it('gives a stranger no room: neither without a token, nor with one of another community', async () => {
  const retail = await logIn(forum, 'bob@example.com', 'retail');
  for (const token of ['forged', retail.token]) {
    const { ended } = await openUpload({ 'content-length': '100000' }, token);
    expect(await ended).toMatch(/^HTTP\/1\.1 401 /);
  }
  expect(await spool()).toEqual([]);
});

it('cannot be reached by another site’s form: without the header there is nobody', async () => {
  for (const type of ['text/plain', 'multipart/form-data; boundary=b', 'application/x-www-form-urlencoded']) {
    const answer = await forum.app.inject({
      method: 'POST',
      url: address,
      headers: { 'content-type': type, origin: 'https://evil.example', cookie: `accessToken=${bob.token}` },
      payload: uniquePng(),
    });
    expect(answer.statusCode).toBe(401);
  }
});

it('finds no way out of the store by an address', async () => {
  const tries = [
    '..%2f..%2f..%2fetc%2fpasswd',
    '../../../etc/passwd',
    '%2e%2e/%2e%2e/etc/passwd',
    'bafkreidmrn7kzml6p3jpe37wpb2ntp6wxiji2exmvqnozpnhr3t6sop4fy%2f..',
    'bafkreidmrn7kzml6p3jpe37wpb2ntp6wxiji2exmvqnozpnhr3t6sop4fy%00.png',
    '%5c..%5cwindows',
    'incoming',
  ];
  for (const attempt of tries) {
    const answer = await forum.app.inject({ url: `/c/techcorp/media/${attempt}` });
    expect([attempt, [400, 404].includes(answer.statusCode)]).toEqual([attempt, true]);
    expect(answer.body).not.toContain('root:');
  }
});

it('lets one user upload only so often, and so many at once', async () => {
  const open = await Promise.all(Array.from({ length: 4 }, () => openUpload({ 'content-length': '1000' })));
  await expect.poll(async () => (await spool()).length).toBe(4);
  expect(
    (
      await bob.ask('POST', address.slice('/c/techcorp'.length), uniquePng(), { 'content-type': 'image/png' })
    ).json(),
  ).toMatchObject({
    code: 'media.too_many_uploads',
  });
  for (const { socket } of open) socket.destroy();
  await expect.poll(() => spool()).toEqual([]);
  const codes: number[] = [];
  for (let count = 0; count < 12; count += 1)
    codes.push(
      (
        await bob.ask('POST', address.slice('/c/techcorp'.length), uniquePng(), {
          'content-type': 'image/png',
        })
      ).statusCode,
    );
  expect(codes.at(-1)).toBe(429);
});
