import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { embeddedUrl } from '../embedded/resolve-database-url.ts';
import {
  branchedUrl,
  readDevelopmentBranch,
  unbranchedUrl,
  writeDevelopmentBranch,
} from './development-branch.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'agora branch '));
});
afterAll(() => rm(directory, { recursive: true }));

const branch = {
  name: 'fix/Ümlaut',
  database: 'Shop_fix',
  base: 'Shop',
  servers: ['localhost:5433', 'embedded'],
};

test('is remembered whole, and a damaged file is named, with what to do', async () => {
  const below = path.join(directory, 'not there yet');
  expect(readDevelopmentBranch(below)).toBeUndefined();
  await writeDevelopmentBranch(below, branch);
  expect(readDevelopmentBranch(below)).toEqual(branch);
  expect(await readdir(below)).toEqual(['branch.json']);
  await writeDevelopmentBranch(below, undefined);
  await writeDevelopmentBranch(below, undefined);
  expect(await readdir(below)).toEqual([]);
  for (const text of ['', 'null', '[]', '{"name":"a"}', JSON.stringify({ ...branch, servers: [1] })]) {
    await writeFile(path.join(below, 'branch.json'), text);
    expect(() => readDevelopmentBranch(below)).toThrow(
      expect.objectContaining({
        code: 'postgres.branch_unreadable',
        message: expect.stringContaining(path.join(below, 'branch.json')),
        fix: expect.stringContaining('Remove that file'),
      }),
    );
  }
});

test.each([
  [
    'postgresql://me:a%40b@127.0.0.1:5433/Shop?schema=app',
    'postgresql://me:a%40b@127.0.0.1:5433/Shop_fix?schema=app',
  ],
  ['postgres://me@[::1]:5433/Shop', 'postgres://me@[::1]:5433/Shop_fix'],
  ['postgresql://me@localhost/Shop?port=5433', 'postgresql://me@localhost/Shop_fix?port=5433'],
])('a URL of the base means the branch: %s', (url, meant) => {
  expect(branchedUrl(url, branch)).toBe(meant);
  expect(unbranchedUrl(meant, branch)).toBe(url);
  expect(branchedUrl(url, undefined)).toBe(url);
});

test.each([
  'postgresql://me@localhost:5433/shop',
  'postgresql://me@localhost:5433/Shop_fix',
  'postgresql://me@localhost:5432/Shop',
  'postgresql://me@elsewhere:5433/Shop',
  'prisma://accelerate/?api_key=1',
  'no URL',
  '',
])('any other is as it is: %s', (url) => {
  expect(branchedUrl(url, branch)).toBe(url);
});

test('the embedded server is known by its name, whatever its port', async () => {
  const url = 'postgresql://me@127.0.0.1:15499/postgres';
  const own = { ...branch, base: 'agora', database: 'agora_fix' };
  await writeDevelopmentBranch(directory, own);
  expect(embeddedUrl(url, directory)).toBe('postgresql://me@127.0.0.1:15499/agora_fix');
  await writeDevelopmentBranch(directory, { ...own, servers: ['localhost:15499'] });
  expect(embeddedUrl(url, directory)).toBe('postgresql://me@127.0.0.1:15499/agora');
  await writeDevelopmentBranch(directory, { ...own, base: 'shop' });
  expect(embeddedUrl(url, directory)).toBe('postgresql://me@127.0.0.1:15499/agora');
});
