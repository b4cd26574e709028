import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withConnection } from '../connection/connection.ts';
import { withDatabase } from '../connection/target/database-url.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { asDatabaseCreator, inDatabase, serverUrl } from '../server.fixture.ts';
import {
  createTemporaryDatabase,
  dropTemporaryDatabase,
  sweepTemporaryDatabases,
  TEMPORARY_PREFIX,
  temporaryDatabaseName,
  withTemporaryDatabase,
} from './temporary-database.ts';

async function exists(name: string): Promise<boolean> {
  return withConnection(await serverUrl(), async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return found.rowCount === 1;
  });
}

const random = (): string => randomBytes(6).toString('hex');

/** A leftover as a process killed five minutes ago would have left it; other processes sweep those of ten. */
async function leftover(adminUrl: string): Promise<string> {
  const name = `${TEMPORARY_PREFIX}${(Date.now() - 300_000).toString(36)}_${random()}`;
  await withConnection(adminUrl, (client) => client.query(`CREATE DATABASE ${quoteIdentifier(name)}`));
  return name;
}

describe('temporary databases', () => {
  it('copy a template, many at once, and go even when someone is connected', async () => {
    const admin = await serverUrl();
    await withTemporaryDatabase(admin, async (template) => {
      await withConnection(template, (client) => client.query('CREATE TABLE t AS SELECT 1 AS n'));
      const options = { template: new URL(template).pathname.slice(1), label: 'Copy of It!' };
      const copies = await Promise.all(
        Array.from({ length: 4 }, () => createTemporaryDatabase(admin, options)),
      );
      for (const { url, name } of copies) {
        expect(name).toMatch(/^agora_tmp_copyofit_/);
        await withConnection(url, async (client) => {
          expect((await client.query('SELECT n FROM t')).rows).toEqual([{ n: 1 }]);
          await dropTemporaryDatabase(admin, name);
        });
        expect(await exists(name)).toBe(false);
      }
    });
  });

  it('go after an error, which is kept', async () => {
    let name = '';
    const failing = inDatabase((url) => {
      name = new URL(url).pathname.slice(1);
      return Promise.reject(new Error('from inside'));
    });
    await expect(failing).rejects.toThrow('from inside');
    expect(await exists(name)).toBe(false);
  });

  it('are the only ones dropped', async () => {
    const refused = dropTemporaryDatabase(await serverUrl(), 'postgres');
    await expect(refused).rejects.toMatchObject({ code: 'postgres.not_temporary' });
    await expect(
      dropTemporaryDatabase(await serverUrl(), `${TEMPORARY_PREFIX}gone`),
    ).resolves.toBeUndefined();
  });

  it('name the template that does not exist', async () => {
    const failing = createTemporaryDatabase(await serverUrl(), { template: 'no_such_template' });
    await expect(failing).rejects.toMatchObject({ message: expect.stringContaining('no_such_template') });
  });
});

describe('sweepTemporaryDatabases', () => {
  it('drops old leftovers, and leaves young ones and those in use', async () => {
    // Whoever sweeps sweeps the whole server: only as a login that owns nothing else does the test leave alone what
    // belongs to others, and know all that may go.
    await asDatabaseCreator(async (admin) => {
      const old = await leftover(admin);
      const used = await leftover(admin);
      const young = await createTemporaryDatabase(admin);
      // Ten minutes, unless told otherwise.
      expect(await sweepTemporaryDatabases(admin)).toEqual([]);
      await withConnection(withDatabase(admin, used), async () => {
        expect(await sweepTemporaryDatabases(admin, { olderThanMs: 240_000 })).toEqual([old]);
      });
      expect([await exists(old), await exists(used), await exists(young.name)]).toEqual([false, true, true]);
      // Its session ends a moment after the connection to it.
      const sweep = (): Promise<string[]> => sweepTemporaryDatabases(admin, { olderThanMs: 240_000 });
      await expect.poll(sweep).toEqual([used]);
    });
  });

  it('knows the age of a database that was made under a name of its giving', async () => {
    await asDatabaseCreator(async (admin) => {
      const name = temporaryDatabaseName('Made elsewhere');
      expect(name).toMatch(/^agora_tmp_madeelsewhere_/);
      await withConnection(admin, (client) => client.query(`CREATE DATABASE ${quoteIdentifier(name)}`));
      expect(await sweepTemporaryDatabases(admin)).toEqual([]);
      expect(await sweepTemporaryDatabases(admin, { olderThanMs: -1 })).toEqual([name]);
    });
  });
});
