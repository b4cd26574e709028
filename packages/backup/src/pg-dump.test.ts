import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { hasPrivateServer, hostsOf, withConnection, withDatabase, withPrivateServers } from '@agora/postgres';
import { generateIdentity } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createBackup, folderStore, parseKey, restoreBackup, restoreTable, verifyBackup } from './index.ts';
import { mend } from './verify/damage.fixture.ts';
import { findProgram } from './dump/programs.ts';

/** The version of Debian's client programs: the embedded server has none. */
const MAJOR = 15;
const isThere =
  (await hasPrivateServer(MAJOR)) &&
  (await findProgram('pg_dump', MAJOR).catch(() => undefined)) !== undefined;

const CONTENT = `CREATE SCHEMA "My shop"; CREATE TABLE "My shop"."Items" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text, at timestamptz DEFAULT now(), raw bytea, twice int GENERATED ALWAYS AS (7 * 2) STORED);
  INSERT INTO "My shop"."Items" (name, raw) SELECT NULLIF('item ' || n, 'item 3'), decode(md5(n::text), 'hex') FROM generate_series(1, 500) n;
  CREATE INDEX ON "My shop"."Items" (name); ALTER TABLE "My shop"."Items" ENABLE ROW LEVEL SECURITY;
  CREATE POLICY p ON "My shop"."Items" USING (id > 3); ALTER TABLE "My shop"."Items" FORCE ROW LEVEL SECURITY;
  CREATE FUNCTION as_int(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT length($1)'; CREATE CAST (text AS int) WITH FUNCTION as_int(text);
  CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq); SELECT lo_from_bytea(4711, 'large');
  CREATE TABLE parts (id int, region text) PARTITION BY LIST (region); CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');
  INSERT INTO parts SELECT n, 'a' FROM generate_series(1, 10) n; CREATE MATERIALIZED VIEW summed AS SELECT sum(id) FROM parts;
  CREATE SEQUENCE lone START 5; SELECT nextval('lone'); COMMENT ON TABLE parts IS 'it''s'; CREATE TABLE nothing ();`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora pg_dump '));
});
afterAll(() => rm(folder, { recursive: true }));

test.runIf(isThere)(
  'a dump of pg_dump is restored, read back, and damage to it is found',
  async () => {
    await withPrivateServers({ major: MAJOR, user: 'owner' }, async (make) => {
      const { url: server } = await make();
      await withConnection(server, (client) => client.query('CREATE DATABASE "the Shop"'));
      const url = withDatabase(server, 'the Shop');
      await withConnection(url, (client) => client.query(CONTENT));
      const plain = { url, store: folderStore(path.join(folder, 'plain')), toolVersion: '1' };
      await expect(createBackup(plain)).rejects.toMatchObject({ code: 'backup.not_modelled' });
      // Of several hosts the first is down.
      const several = url.replace('localhost', '127.0.0.1').replace('127.0.0.1:', '127.0.0.1:1,127.0.0.1:');
      expect(hostsOf(several)).toHaveLength(2);
      const { backup, manifest } = await createBackup({
        ...plain,
        url: `${several}${several.includes('?') ? '&' : '?'}target_session_attrs=read-write`,
        way: 'pg_dump',
        jobs: 3,
      });
      expect(manifest).toMatchObject({
        dump: { version: expect.stringMatching(/^1\d/) },
        structure: 'toc.dat',
        // Its own cast of text to int, which is the length, is asked nothing.
        server: { version: expect.toSatisfy((version: number) => Math.floor(version / 10_000) === MAJOR) },
      });
      expect((await verifyBackup({ backup, server })).notes).toEqual([]);
      const restored = { backup, server, over: false, owners: true };
      await restoreBackup({ ...restored, database: 'restored' });
      const { rows } = await withConnection(withDatabase(server, 'restored'), (client) =>
        client.query(`SELECT convert_from(lo_get(4711), 'UTF8') AS large, nextval('lone')::int AS next, 2 === 2 AS same,
        (SELECT count(*)::int FROM "My shop"."Items") AS items, 'four'::text::int AS cast`),
      );
      expect(rows).toEqual([{ large: 'large', next: 6, same: true, items: 500, cast: 4 }]);
      await expect(
        restoreTable({ backup, url, table: { schema: 'public', name: 'parts' } }),
      ).rejects.toMatchObject({ code: 'backup.table_not_restorable' });

      // A table that is short of its rows, in a file whose hash was mended.
      const { location } = backup;
      const [data] = (await readdir(location)).filter((name) => /^\d+\.dat/.test(name));
      const other = (await readdir(location)).findLast((name) => /^\d+\.dat/.test(name) && name !== data);
      const bytes = await readFile(path.join(location, other!));
      await writeFile(path.join(location, data!), bytes);
      await expect(verifyBackup({ backup, server })).rejects.toMatchObject({ code: 'backup.damaged' });
      await mend({ folder: location, key: undefined, stranger: '', later: '' });
      await expect(restoreBackup({ ...restored, database: 'never' })).rejects.toMatchObject({
        code: expect.stringMatching(/^backup\.(?:damaged|pg_dump_failed)$/),
      });

      const key = parseKey(await generateIdentity());
      const sealed = {
        ...plain,
        store: folderStore(path.join(folder, 'sealed')),
        key,
        way: 'pg_dump' as const,
      };
      const secret = await createBackup(sealed);
      expect(secret.manifest.structure).toBe('toc.dat.age');
      await restoreBackup({ ...restored, backup: secret.backup, key, database: 'unsealed', owners: false });
      expect((await readdir(tmpdir())).filter((name) => name.startsWith('agora-dump-'))).toEqual([]);
    });
  },
  300_000,
);

test('programs that are older than the server are not taken', async () => {
  await expect(findProgram('pg_dump', 99)).rejects.toMatchObject({
    code: 'backup.no_pg_dump',
    fix: expect.stringContaining('postgresql-client-99'),
  });
});
