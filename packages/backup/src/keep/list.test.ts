import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderStore } from '../store/folder.ts';
import { listBackups } from './list.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora backups '));
});
afterAll(() => rm(folder, { recursive: true }));

test('a folder without a manifest is no backup; one whose manifest cannot be looked for stops the list', async () => {
  const backup = path.join(folder, 'shop-20261130T100000Z');
  await mkdir(backup);
  expect(await folderStore(folder).list()).toEqual([path.basename(backup)]);
  expect(await listBackups(folderStore(folder))).toEqual([]);
  // A link to itself, as a disk that fails: a restore would miss what this backup knows to be purged.
  await symlink('manifest.json', path.join(backup, 'manifest.json'));
  await expect(listBackups(folderStore(folder))).rejects.toMatchObject({ code: 'backup.store' });
});
