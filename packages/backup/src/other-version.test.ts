import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  hasPrivateServer,
  withConnection,
  withDatabase,
  withPrivateServers,
  withTemporaryDatabase,
} from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';

import { createBackup, folderStore, restoreBackup, verifyBackup } from './index.ts';

/** Of Debian; what the versions describe in other words: views, publications, rights on tables, keys to partitions. */
const MAJOR = 15;
const CONTENT = `CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL); INSERT INTO items VALUES (1, 'one'), (2, 'two');
  CREATE VIEW named AS SELECT id, name FROM items; CREATE PUBLICATION told FOR TABLE items;
  CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF parts DEFAULT; CREATE TABLE refers (part int REFERENCES parts); GRANT ALL ON items TO PUBLIC`;

/** Of an older server, as scripts/servers/matrix.mjs names one after the other; without it, of the one that Debian has. */
const OLDER = process.env['OLDER_DATABASE_URL'];

function withOlder(use: (url: string) => Promise<void>): Promise<void> {
  return OLDER === undefined
    ? withPrivateServers({ major: MAJOR, user: 'postgres' }, async (make) => use((await make()).url))
    : withTemporaryDatabase(OLDER, use);
}

test.runIf(OLDER !== undefined || (await hasPrivateServer(MAJOR)))(
  'a backup of an older server is restored on a newer one, and not called damaged',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'agora older '));
    const server = await testServerUrl();
    const database = `agora_tmp_newer_${process.pid}`;
    const newer = withDatabase(server, database);
    try {
      await withOlder(async (url) => {
        await withConnection(url, (client) => client.query(CONTENT));
        const { backup } = await createBackup({ url, store: folderStore(folder), toolVersion: '1' });
        await expect(verifyBackup({ backup, server })).rejects.toMatchObject({
          code: 'backup.other_version',
        });
        const { notes } = await restoreBackup({ backup, server, database, over: false, owners: false });
        const [note = '', ...more] = notes;
        expect(more).toEqual([]);
        expect(note).toMatch(/^(?:PostgreSQL 18 describes in other words than \d+ did|$)/);
        expect(note).toContain(OLDER === undefined ? 'view public.named (query)' : '');
        const rows = await withConnection(newer, (client) => client.query('SELECT * FROM named ORDER BY 1'));
        expect(rows.rows).toEqual([
          { id: 1, name: 'one' },
          { id: 2, name: 'two' },
        ]);
      });
    } finally {
      await withConnection(server, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
      );
      await rm(folder, { recursive: true });
    }
  },
  120_000,
);
