import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { withConnection } from '@agora/postgres';
import { testServerUrl, useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupStore,
  copyBackup,
  createBackup,
  folderStore,
  listBackups,
  openStore,
  planPrune,
  prune,
  type StoredBackup,
  verifyBackup,
} from '../../index.ts';
import { BucketClient } from './client.ts';
import { startS3 } from './s3.fixture.ts';
import { upload } from './upload.ts';

const database = useTestDatabase();
let s3: Awaited<ReturnType<typeof startS3>>;
let store: BackupStore;
let client: BucketClient;

beforeAll(async () => {
  s3 = await startS3();
  store = await openStore('s3://vault/shop/daily', { cwd: '/', env: s3.env });
  client = new BucketClient({
    bucket: 'vault',
    region: 'us-east-1',
    endpoint: s3.env['AWS_ENDPOINT_URL'] ?? '',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  });
  await withConnection(database.url, (one) =>
    one.query('CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items SELECT generate_series(1, 1000)'),
  );
});
afterAll(() => s3.close());

test('a backup lies in a bucket as it does in a folder: made, listed, verified, pruned', async () => {
  const make = (): ReturnType<typeof createBackup> =>
    createBackup({ url: database.url, store, toolVersion: '1' });
  const first = await make();
  expect(first.backup.location).toMatch(/^s3:\/\/vault\/shop\/daily\//);
  await verifyBackup({ backup: await store.open(first.backup.name), server: await testServerUrl() });
  const second = await make();
  const third = await make();
  const listed = await listBackups(store);
  expect(listed.map(({ name, verifiedAt }) => [name, verifiedAt !== undefined])).toEqual([
    [first.backup.name, true],
    [second.backup.name, false],
    [third.backup.name, false],
  ]);
  expect(await prune(store, planPrune(listed, {}, new Date()))).toEqual([second.backup.name]);
  expect(await store.list()).toEqual([first.backup.name, third.backup.name]);
});

test('a copy that was cut off goes on file by file, and counts when it was restored from there', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora copied '));
  try {
    const here = folderStore(path.join(folder, 'here'));
    const { backup } = await createBackup({ url: database.url, store: here, toolVersion: '1' });
    await verifyBackup({ backup, server: await testServerUrl() });
    const total = (await backup.files()).size - 2;
    const bucket = await openStore('s3://vault/copies', { cwd: '/', env: s3.env });
    for (const target of [bucket, folderStore(path.join(folder, 'there'))]) {
      let reads = 0;
      const read: StoredBackup['read'] = (file) => {
        reads += 1;
        return reads > 1 ? Promise.reject(new TypeError('the line is down')) : backup.read(file);
      };
      await expect(copyBackup({ ...backup, read }, target, {})).rejects.toThrow('the line is down');
      expect(await target.list()).toEqual([]);
      // What is there and was changed, or cut off, is sent again.
      const draft = await target.goOn(backup.name);
      const [first = ''] = draft.there.keys();
      const busy = { code: 'backup.store', message: expect.stringContaining('Somebody makes') };
      await expect(copyBackup(backup, target, {})).rejects.toMatchObject(busy);
      await draft.write(first, Readable.from([Buffer.alloc(draft.there.get(first) ?? 0)]));
      await draft.leave();
      expect(await copyBackup(backup, target, {})).toMatchObject({ sent: total, kept: 0 });
      const copied = await copyBackup(backup, target, {});
      expect([copied.sent, copied.kept, copied.backup.name]).toEqual([0, total, backup.name]);
      expect((await listBackups(target)).map(({ verifiedAt }) => verifiedAt)).toEqual([undefined]);
      await verifyBackup({ backup: copied.backup, server: await testServerUrl() });
    }
    const half = folderStore(path.join(folder, 'half'));
    const begun = await half.goOn(backup.name);
    const [whole = ''] = [...(await backup.files()).keys()].filter((file) => file.startsWith('catalog'));
    await begun.write(whole, await backup.read(whole));
    await begun.leave();
    expect(await copyBackup(backup, half, {})).toMatchObject({ sent: total - 1, kept: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('damage in a bucket is found as well', async () => {
  const { backup, manifest } = await createBackup({ url: database.url, store, toolVersion: '1' });
  await backup.writeText(manifest.tables[0]!.file, 'not what it was');
  const verifying = verifyBackup({ backup, server: await testServerUrl() });
  await expect(verifying).rejects.toMatchObject({
    code: 'backup.damaged',
    why: expect.stringContaining('rows-000001'),
  });
});

test('what is long goes in parts, and comes back the same', async () => {
  const bytes = randomBytes(12 * 1024 * 1024);
  const chunks = Array.from({ length: 12 }, (_one, n) =>
    bytes.subarray(n * 1024 * 1024, (n + 1) * 1024 * 1024),
  );
  await upload(client, 'long one', Readable.from(chunks), 5 * 1024 * 1024);
  const answer = await client.ask({ method: 'GET', key: 'long one' });
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

async function* broken(): AsyncGenerator<Buffer> {
  for (let n = 0; n < 7; n += 1) yield await Promise.resolve(randomBytes(1024 * 1024));
  throw new Error('the database is gone');
}

test('an upload that breaks off leaves nothing', async () => {
  await expect(upload(client, 'broken', Readable.from(broken()), 5 * 1024 * 1024)).rejects.toThrow('is gone');
  const answer = await client.ask({ method: 'GET', key: 'broken', statuses: [404] });
  expect(answer.status).toBe(404);
});

test('a backup without its manifest is none, and goes when nobody works on it', async () => {
  const name = 'shop-20260101T000000Z';
  const draft = await store.begin(name);
  await draft.write('rows-000001.copy.gz', Readable.from([Buffer.from('x')]));
  expect(await store.list()).not.toContain(name);
  expect(await store.clean()).toEqual([]);
  const owner = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() });
  await client.text({ method: 'PUT', key: `shop/daily/${name}/owner.json`, body: Buffer.from(owner) });
  expect(await store.clean()).toEqual([name]);
  await client.ask({ method: 'GET', key: `shop/daily/${name}/rows-000001.copy.gz`, statuses: [404] });
});

test('a bucket that is not there, or not to be had, is said with its name and no secret', async () => {
  const other = await openStore('s3://nowhere', { cwd: '/', env: s3.env });
  await expect(other.list()).rejects.toMatchObject({
    code: 'backup.store',
    message: expect.stringContaining('s3://nowhere'),
    why: expect.stringContaining('404 NoSuchBucket'),
  });
  await expect(openStore('s3://vault', { cwd: '/', env: {} })).rejects.toMatchObject({
    message: expect.stringContaining('AWS_ACCESS_KEY_ID'),
  });
  await expect(openStore('ftp://vault', { cwd: '/', env: {} })).rejects.toMatchObject({
    code: 'backup.store',
  });
});
