import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderStore } from './folder.ts';

test('of those that begin in one second each has a folder of its own', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'agora folder '));
  try {
    const store = folderStore(directory);
    const name = 'shop-20260101T000000Z';
    const first = await store.begin(name);
    await Promise.all([store.begin(name), store.begin(name)]);
    await first.finish('{}');
    await store.begin(name);
    expect((await readdir(directory)).toSorted()).toEqual([
      name,
      `${name}-2.unfinished`,
      `${name}-3.unfinished`,
      `${name}-4.unfinished`,
    ]);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('an unfinished one whose owner cannot be read stays', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'agora folder '));
  try {
    const unfinished = 'shop-20260101T000000Z.unfinished';
    // A folder in the place of the file: not missing, and not to be read.
    await mkdir(path.join(directory, unfinished, 'owner.json'), { recursive: true });
    await utimes(path.join(directory, unfinished), 0, 0);
    const store = folderStore(directory);
    await expect(store.clean()).rejects.toMatchObject({ code: 'backup.store' });
    await expect(store.goOn('shop-20260101T000000Z')).rejects.toMatchObject({ code: 'backup.store' });
    expect(await readdir(directory)).toEqual([unfinished]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
