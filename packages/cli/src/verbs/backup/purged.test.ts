import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { folderStore } from '@agora/backup';
import { testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';

import { readPurged } from './purged.ts';

test('a database whose list cannot be asked is named, and no list is asked for where none is kept', async () => {
  const store = folderStore(path.join(import.meta.dirname, 'nothing'));
  const of = { database: 'agora_not_there', begun: '2026-11-30T08:15:00Z' };
  const warned: string[] = [];
  const around = { server: await testServerUrl(), out: { warn: (line: string) => void warned.push(line) } };
  const purges = { list: 'SELECT 1 AS one', apply: 'SELECT $1' };
  expect(await readPurged({ store, key: undefined, purges }, of, around)).toEqual({ purges, rows: [] });
  expect(warned).toEqual([expect.stringContaining('not known from agora_not_there')]);
  expect(await readPurged({ store, key: undefined, purges: undefined }, of, around)).toBeUndefined();
});

test('newer backups that cannot be read are named, and keep no restore away', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora purged '));
  try {
    for (const name of [
      'agora_none-20261129T000000Z',
      'agora_none-20261201T000000Z',
      'other-20261201T000000Z',
    ]) {
      await mkdir(path.join(folder, name));
      await writeFile(path.join(folder, name, 'manifest.json'), '{');
    }
    const warned: string[] = [];
    const around = { server: await testServerUrl(), out: { warn: (line: string) => void warned.push(line) } };
    const purges = { list: 'SELECT 1 AS one', apply: 'SELECT $1' };
    const of = { database: 'agora_none', begun: '2026-11-30T08:15:00Z' };
    const place = { store: folderStore(folder), key: undefined, purges };
    expect(await readPurged(place, of, around)).toEqual({ purges, rows: [] });
    expect(warned).toEqual([
      expect.stringContaining('not known from agora_none:'),
      expect.stringContaining('not known from agora_none-20261201T000000Z:'),
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
