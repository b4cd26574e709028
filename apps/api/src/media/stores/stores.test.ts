import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startS3 } from '../../testing/servers/s3.fixture.ts';
import { contentId } from '../content-id.ts';
import { mediaPlace } from '../../settings/media-place.ts';
import { openStore } from './open-store.ts';
import { S3Store } from './s3.ts';
import type { MediaStore } from './store.ts';

/** Address of a real IPFS node's RPC API; without one its tests are skipped, and the report says so. */
const ipfs = process.env['TEST_IPFS_URL'];

/** What every store must do, on a real one. */
function behaves(make: () => Promise<{ store: MediaStore; close?: () => Promise<void> }>): void {
  let store: MediaStore;
  let close: (() => Promise<void>) | undefined;
  let folder: string;
  beforeAll(async () => {
    ({ store, close } = await make());
    folder = await mkdtemp(path.join(tmpdir(), 'agora store '));
  });
  afterAll(async () => {
    await close?.();
    await rm(folder, { recursive: true, force: true });
  });
  const file = async (bytes: Buffer): Promise<string> => {
    const name = path.join(folder, contentId(bytes).slice(-20));
    await writeFile(name, bytes);
    return name;
  };
  const all = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { cid } of store.list()) found.push(cid);
    return found;
  };

  it('stores bytes, gives them back, knows them, lists them, deletes them; each as often as one likes', async () => {
    const bytes = randomBytes(300_000);
    const cid = contentId(bytes);
    expect(await store.has(cid)).toBe(false);
    expect(await store.get(cid, 10)).toBeUndefined();
    for (let times = 0; times < 2; times += 1) await store.put(cid, await file(bytes));
    expect(await store.has(cid)).toBe(true);
    expect((await store.get(cid, bytes.length))?.equals(bytes)).toBe(true);
    expect(await all()).toEqual([cid]);
    for (let times = 0; times < 2; times += 1) await store.delete(cid);
    expect(await store.has(cid)).toBe(false);
    expect(await store.get(cid, bytes.length)).toBeUndefined();
    expect(await all()).toEqual([]);
  });

  it('reads at most one byte more than it was told to', async () => {
    const bytes = randomBytes(200_000);
    const cid = contentId(bytes);
    await store.put(cid, await file(bytes));
    expect((await store.get(cid, 1000))?.equals(bytes.subarray(0, 1001))).toBe(true);
    await store.delete(cid);
  });

  it('takes the same bytes from many at once', async () => {
    const bytes = randomBytes(50_000);
    const cid = contentId(bytes);
    const name = await file(bytes);
    await Promise.all(
      Array.from({ length: 5 }, async (_, index) => {
        await writeFile(`${name}${index}`, bytes);
        await store.put(cid, `${name}${index}`);
      }),
    );
    expect((await store.get(cid, bytes.length))?.equals(bytes)).toBe(true);
    expect(await all()).toEqual([cid]);
    await store.delete(cid);
  });

  it('makes no path, key or name of what is no content id', async () => {
    const real = contentId(Buffer.from('x'));
    for (const cid of [
      '../../etc/passwd',
      `../${real}`,
      `${real}/..`,
      real.toUpperCase(),
      '',
      '.',
      `${real}\0`,
    ]) {
      await expect(store.get(cid, 10)).rejects.toThrow('content id');
      await expect(store.delete(cid)).rejects.toThrow('content id');
      await expect(store.put(cid, '/dev/null')).rejects.toThrow(/content id|another id/);
    }
  });
}

describe('a folder', () => {
  let folder: string;
  behaves(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'agora folder '));
    return {
      store: await openStore({ kind: 'folder', folder }),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  });

  it('leaves alone what is not its own, and lists nothing where nothing is', async () => {
    const store = await openStore({ kind: 'folder', folder });
    const cid = contentId(Buffer.from('y'));
    await mkdir(path.join(folder, 'aa'), { recursive: true });
    await writeFile(path.join(folder, 'notes.txt'), 'mine');
    await writeFile(path.join(folder, 'aa', cid), 'in the wrong place');
    const seen: string[] = [];
    for await (const one of store.list()) seen.push(one.cid);
    expect(seen).toEqual([]);
    const nowhere = await openStore({ kind: 'folder', folder: path.join(folder, 'none') });
    for await (const one of nowhere.list()) seen.push(one.cid);
    expect(seen).toEqual([]);
    expect(await readdir(folder)).toContain('notes.txt');
    expect(await readFile(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

describe('a bucket that speaks S3 (s3rver)', () => {
  behaves(async () => {
    const s3 = await startS3();
    return { store: await openStore(mediaPlace.parse(s3.url)), close: () => s3.close() };
  });

  it('lists page by page, and says what the service answered a stranger', async () => {
    const s3 = await startS3();
    try {
      const place = mediaPlace.parse(s3.url);
      if (place.kind !== 's3') throw new TypeError('it is a bucket');
      const store = new S3Store(place, 2);
      const names: string[] = [];
      const folder = await mkdtemp(path.join(tmpdir(), 'agora s3 '));
      for (let index = 0; index < 3; index += 1) {
        const bytes = Buffer.from(`file ${index}`);
        await writeFile(path.join(folder, 'one'), bytes);
        names.push(contentId(bytes));
        await store.put(contentId(bytes), path.join(folder, 'one'));
      }
      await rm(folder, { recursive: true });
      const listed: string[] = [];
      for await (const { cid, storedAt } of store.list()) {
        listed.push(cid);
        expect(storedAt).toBeInstanceOf(Date);
      }
      expect(listed.toSorted()).toEqual(names.toSorted());
      const forged = await openStore(mediaPlace.parse(s3.url.replace('S3RVER:', 'stranger:')));
      await expect(forged.get(names[0] ?? '', 10)).rejects.toThrow('S3 answered 403 InvalidAccessKeyId');
      const guessed = await openStore(mediaPlace.parse(s3.url.replace(':S3RVER@', ':a%20guess@')));
      await expect(guessed.get(names[0] ?? '', 10)).rejects.toThrow('S3 answered 403 SignatureDoesNotMatch');
      await expect(guessed.delete(names[0] ?? '')).rejects.toThrow('S3 answered 403 SignatureDoesNotMatch');
      await expect(guessed.list()[Symbol.asyncIterator]().next()).rejects.toThrow(
        'S3 answered 403 SignatureDoesNotMatch',
      );
      const unsigned = await fetch(s3.url.replace(/^s3\+http:\/\/[^@]*@/, 'http://'));
      expect([unsigned.status, await unsigned.text()]).toEqual([
        403,
        expect.stringContaining('AccessDenied'),
      ]);
    } finally {
      await s3.close();
    }
  });
});

describe('a store that ends connections', () => {
  it('is asked once more, and no more than that', async () => {
    let asked = 0;
    let endsAll = false;
    const server = createServer((request, response) => {
      asked += 1;
      if (endsAll || asked === 2) request.socket.destroy();
      else response.writeHead(404, { 'content-length': 0 }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const store = await openStore(mediaPlace.parse(`s3+http://key:secret@127.0.0.1:${port}/forum`));
    const cid = contentId(Buffer.from('x'));
    try {
      expect([await store.get(cid, 1), await store.get(cid, 1)]).toEqual([undefined, undefined]);
      expect(asked).toBe(3);
      endsAll = true;
      await expect(store.get(cid, 1)).rejects.toThrow('No answer from the bucket');
      expect(asked).toBe(5);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe.skipIf(ipfs === undefined)('an IPFS node', () => {
  behaves(async () => ({ store: await openStore(mediaPlace.parse(`ipfs+${ipfs}`)) }));
});
