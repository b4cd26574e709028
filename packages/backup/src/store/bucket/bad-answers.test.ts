import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BackupStore, openStore } from '../../index.ts';
import { BucketClient } from './client.ts';
import { upload } from './upload.ts';

/** What the service does with the request of this number. */
type Behave = (request: IncomingMessage, response: ServerResponse, number: number) => void;

let behave: Behave;
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  const number = asked;
  request.resume().on('end', () => behave(request, response, number));
});
let store: BackupStore;
let client: BucketClient;
let endpoint = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new BucketClient({ endpoint, bucket: 'vault', region: 'us-east-1', ...keys });
  store = await openStore('s3://vault/shop', {
    cwd: '/',
    env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = 0;
});

const empty = '<ListBucketResult></ListBucketResult>';

test('what passes by is tried again, an answer that breaks off too', async () => {
  behave = (_request, response, number) => {
    if (number === 1) response.writeHead(500).end();
    else if (number === 2)
      response.writeHead(200, { 'content-length': 1000 }).write(empty, () => response.destroy());
    else response.end(empty);
  };
  expect([await store.list(), asked]).toEqual([[], 3]);
});

test.each<readonly [string, number, Behave, string]>([
  [
    'is refused',
    1,
    (_request, response) => void response.writeHead(403).end('<Code>AccessDenied</Code>'),
    '403 AccessDenied',
  ],
  ['is a page', 4, (_request, response) => void response.end('<html>Welcome</html>'), 'it speaks no S3'],
  [
    'breaks off each time',
    4,
    (_request, response) =>
      void response.writeHead(200, { 'content-length': 9 }).write('<', () => response.destroy()),
    'terminated',
  ],
])('a service whose answer %s is no empty bucket', async (_what, times, answer, why) => {
  behave = answer;
  await expect(store.list()).rejects.toMatchObject({
    code: 'backup.store',
    why: expect.stringContaining(why),
  });
  expect(asked).toBe(times);
});

test('a long object is read on where the line broke', async () => {
  const bytes = randomBytes(300_000);
  const ranges: (string | undefined)[] = [];
  behave = (request, response) => {
    const from = Number(/\d+/.exec(request.headers.range ?? '0')?.[0]);
    ranges.push(request.headers.range);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from });
    if (from + 100_000 >= bytes.length) response.end(bytes.subarray(from));
    else response.write(bytes.subarray(from, from + 100_000), () => setTimeout(() => response.destroy(), 20));
  };
  const read = await Readable.from(client.bytes('long'), { objectMode: false }).toArray();
  expect(Buffer.concat(read).equals(bytes)).toBe(true);
  expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
});

test('a listing goes on behind its last key, however that is written', async () => {
  const keys = ["it's", 'a<b>"c"&d', 'gr\u00fc\u00df', 'shop-20260101T000000Z/manifest.json'];
  const written = ['it&#39;s', 'a&lt;b&gt;&#34;c&quot;&amp;d', 'gr&#xFC;&#223;', keys[3]];
  const markers: (string | null)[] = [];
  behave = (request, response, number) => {
    markers.push(new URL(request.url ?? '', endpoint).searchParams.get('marker'));
    const isLast = number >= keys.length;
    response.end(
      `<ListBucketResult><IsTruncated>${isLast ? 'false' : 'true'}</IsTruncated><Contents><Key>shop/${written[number - 1]}</Key><Size>1</Size></Contents></ListBucketResult>`,
    );
  };
  expect(await store.list()).toEqual(['shop-20260101T000000Z']);
  expect(markers).toEqual([null, ...keys.slice(0, -1).map((key) => `shop/${key}`)]);
});

test('an upload whose end fails within an answer of 200 is none', async () => {
  behave = (request, response) => {
    if (request.url?.endsWith('?uploads=') === true) response.end('<UploadId>1</UploadId>');
    else if (request.method === 'POST') response.end('<Error><Code>InternalError</Code></Error>');
    else response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"x"' }).end();
  };
  await expect(upload(client, 'long', Readable.from([Buffer.alloc(30)]), 10)).rejects.toMatchObject({
    code: 'backup.store',
    why: expect.stringContaining('InternalError'),
  });
});

test('of two that begin in one second each has a name of its own', async () => {
  const owners: string[] = [];
  behave = (request, response) => {
    if (request.method === 'GET') response.end(empty);
    else if (request.headers['if-none-match'] === '*' && owners.includes(request.url ?? ''))
      response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
    else {
      owners.push(request.url ?? '');
      response.end();
    }
  };
  await Promise.all([store.begin('shop-20260101T000000Z'), store.begin('shop-20260101T000000Z')]);
  expect(owners.toSorted()).toEqual([
    '/vault/shop/shop-20260101T000000Z-2/owner.json',
    '/vault/shop/shop-20260101T000000Z/owner.json',
  ]);
});

test('a conflict of two writes passes, and a service that refuses the condition is written to without it', async () => {
  const taken: (string | undefined)[] = [];
  behave = (request, response) => {
    if (request.method === 'GET') response.end(empty);
    else {
      const condition = request.headers['if-none-match'];
      taken.push(condition);
      const status = taken.length === 1 ? 409 : condition === undefined ? 200 : 501;
      response.writeHead(status).end('<Error><Code>Refused</Code></Error>');
    }
  };
  await store.begin('shop-20260101T000000Z');
  expect(taken).toEqual(['*', '*', undefined]);
});

test('stopped, it waits for no answer, and what it began is put away', async () => {
  const stop = new AbortController();
  const deleted: string[] = [];
  const stopped = await openStore('s3://vault/shop', {
    cwd: '/',
    env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    signal: stop.signal,
  });
  behave = (request, response) => {
    if (request.method === 'GET') response.end(empty);
    else if (request.url?.endsWith('rows') === true) stop.abort();
    else {
      if (request.method === 'DELETE') deleted.push(request.url ?? '');
      response.end();
    }
  };
  const draft = await stopped.begin('shop-20260101T000000Z');
  await expect(draft.write('rows', Readable.from([Buffer.from('x')]))).rejects.toMatchObject({
    code: 'backup.store',
  });
  await draft.discard();
  expect(deleted).toEqual(['/vault/shop/shop-20260101T000000Z/manifest.json']);
});
