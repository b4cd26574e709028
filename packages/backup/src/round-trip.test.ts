import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BackupStore,
  createBackup,
  folderStore,
  restoreTable,
  type StoredBackup,
  verifyBackup,
} from './index.ts';
import { fillRich } from './rich-database.fixture.ts';

const database = useTestDatabase();
let folder = '';
let store: BackupStore;
let backup: StoredBackup;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora backup '));
  await fillRich(database.url);
  store = folderStore(path.join(folder, 'backups'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a backup of a rich database is restored and found equal, to the last row', async () => {
  const { manifest, ...made } = await createBackup({ url: database.url, store, toolVersion: '1.2.3' });
  ({ backup } = made);
  expect(await store.list()).toEqual([backup.name]);
  expect(manifest.history).toEqual([{ schema: 'public', migration: '20240202000000_more', applied: 2 }]);
  const { proof } = await verifyBackup({ backup });
  expect(proof).toMatchObject({ database: manifest.database.name, location: backup.location });
  expect(await readdir(backup.location)).toContain('verified.json');
});

const query = (sql: string): Promise<Record<string, unknown>[]> =>
  withConnection(database.url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
const table = (name: string, schema = 'public'): { schema: string; name: string } => ({ schema, name });

describe('a table alone', () => {
  test('comes back into the empty one, generated columns and the next number with it', async () => {
    await query(
      'ALTER EVENT TRIGGER fire DISABLE; ALTER TABLE unl DISABLE ROW LEVEL SECURITY; DELETE FROM unl',
    );
    await query('ALTER SEQUENCE unl_id_seq RESTART');
    const restored = await restoreTable({ backup, url: database.url, table: table('unl') });
    expect(restored).toEqual({ table: '"public"."unl"', rows: 2, created: false });
    expect(await query("INSERT INTO unl (t) VALUES ('new') RETURNING id")).toEqual([{ id: 3 }]);
  });

  test('goes beside the one that holds rows, and a partitioned one goes whole', async () => {
    await expect(restoreTable({ backup, url: database.url, table: table('part') })).rejects.toMatchObject({
      code: 'backup.table_not_restorable',
      fix: expect.stringContaining('--into public.part_restored'),
    });
    const into = table('Part "copy"', 'Sales Dept');
    const restored = await restoreTable({ backup, url: database.url, table: table('part'), into });
    expect(restored).toMatchObject({ rows: 12, created: true });
    expect(await query('SELECT * FROM "Sales Dept"."Part ""copy""" EXCEPT SELECT * FROM part')).toEqual([]);
  });

  test('is not there half where a trigger changes its rows', async () => {
    await query(`CREATE FUNCTION alter_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := 'changed'; RETURN NEW; END $$;
      CREATE TABLE changed (LIKE part); CREATE TRIGGER c BEFORE INSERT ON changed FOR EACH ROW EXECUTE FUNCTION alter_row()`);
    const into = table('changed');
    await expect(
      restoreTable({ backup, url: database.url, table: table('part'), into }),
    ).rejects.toMatchObject({
      code: 'backup.table_not_restorable',
      why: expect.stringContaining('content hash'),
    });
    expect(await query('SELECT FROM changed')).toEqual([]);
  });

  test('of no such name is refused', async () => {
    const missing = restoreTable({ backup, url: database.url, table: table('nowhere') });
    await expect(missing).rejects.toMatchObject({ code: 'backup.table_not_restorable' });
  });
});
