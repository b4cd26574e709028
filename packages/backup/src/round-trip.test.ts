import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackup, folderStore, verifyBackup } from './index.ts';
import { fillRich } from './rich-database.fixture.ts';

const database = useTestDatabase();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora backup '));
  await fillRich(database.url);
});
afterAll(() => rm(folder, { recursive: true }));

test('a backup of a rich database is restored and found equal, to the last row', async () => {
  const store = folderStore(path.join(folder, 'backups'));
  const { backup, manifest } = await createBackup({ url: database.url, store, toolVersion: '1.2.3' });
  expect(await store.list()).toEqual([backup.name]);
  expect(manifest.history).toEqual([{ schema: 'public', migration: '20240202000000_more', applied: 2 }]);
  const { proof } = await verifyBackup({ backup });
  expect(proof).toMatchObject({ database: manifest.database.name, location: backup.location });
  expect(await readdir(backup.location)).toContain('verified.json');
});
