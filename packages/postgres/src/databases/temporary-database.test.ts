import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withConnection } from '../connection/connection.ts';
import { withDatabase } from '../connection/database-url.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { inDatabase, serverUrl } from '../server.fixture.ts';
import {
  createTemporaryDatabase,
  dropTemporaryDatabase,
  sweepTemporaryDatabases,
  TEMPORARY_PREFIX,
  withTemporaryDatabase,
} from './temporary-database.ts';

async function exists(name: string): Promise<boolean> {
  return withConnection(await serverUrl(), async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return found.rowCount === 1;
  });
}

const random = (): string => randomBytes(6).toString('hex');

/** A leftover as a process killed an hour ago would have left it. */
async function leftover(suffix: string): Promise<string> {
  const name = `${TEMPORARY_PREFIX}${(Date.now() - 3_600_000).toString(36)}_${suffix}`;
  await withConnection(await serverUrl(), (client) =>
    client.query(`CREATE DATABASE ${quoteIdentifier(name)}`),
  );
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
    const admin = await serverUrl();
    const old = await leftover(random());
    const used = await leftover(random());
    const young = await createTemporaryDatabase(admin);
    try {
      await withConnection(withDatabase(admin, used), async () => {
        const dropped = await sweepTemporaryDatabases(admin);
        expect(dropped).toContain(old);
        expect(dropped).not.toContain(used);
        expect(dropped).not.toContain(young.name);
      });
      expect([await exists(old), await exists(used), await exists(young.name)]).toEqual([false, true, true]);
    } finally {
      for (const name of [old, used, young.name]) await dropTemporaryDatabase(admin, name);
    }
  });
});
