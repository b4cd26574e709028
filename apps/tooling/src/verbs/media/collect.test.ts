import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db';
import { type CliRun, createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';

const orphan = `bafkrei${'a'.repeat(52)}`;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  folder = await mkdtemp(path.join(tmpdir(), 'agora collect '));
  await mkdir(path.join(folder, 'aa'));
  await writeFile(path.join(folder, 'aa', orphan), createHash('sha256').digest());
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['media', 'collect', ...words], { env: { DATABASE_URL: database.url, MEDIA_STORE: folder } });

test('removes orphans when the database is named, and only then', async () => {
  const name = new URL(database.url).pathname.slice(1);
  const rehearsed = await agora('--dry-run', '--json');
  expect(rehearsed.code).toBe(2);
  expect(rehearsed.json()).toEqual({ stored: 1, orphans: [orphan], leftovers: 0 });
  expect((await agora('--confirm', 'another')).code).not.toBe(0);
  expect((await agora()).code).not.toBe(0);
  expect(existsSync(path.join(folder, 'aa', orphan))).toBe(true);
  const done = await agora('--confirm', name);
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('1 of 1 stored files')]);
  expect(existsSync(path.join(folder, 'aa', orphan))).toBe(false);
  expect((await agora('--dry-run')).code).toBe(0);
});
