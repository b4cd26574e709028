import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quoteIdentifier, withConnection } from '@agora/postgres';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  templateDatabase,
  testServerUrl,
  useTestDatabase,
  withTestDatabase,
  withTestRole,
} from './index.ts';
import { superfluous } from './template-database.ts';

const made = new Set<string>();
afterAll(async () => {
  const server = await testServerUrl();
  for (const name of made)
    await withConnection(server, (client) =>
      client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`),
    );
});

/** A template of this run alone, which nobody will use again. */
async function ownTemplate(...[options]: Parameters<typeof templateDatabase>): Promise<string> {
  const name = await templateDatabase(options);
  made.add(name);
  return name;
}

async function names(url: string): Promise<string[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    return rows.map((row) => row.datname);
  });
}

describe('the test server', () => {
  it('is one for the whole process', async () => {
    expect(await testServerUrl()).toBe(await testServerUrl());
  });
});

describe('withTestDatabase', () => {
  it('drops the database even when a connection is open and the test fails', async () => {
    let name = '';
    const failing = withTestDatabase(async (url) => {
      name = new URL(url).pathname.slice(1);
      expect(await names(url)).toContain(name);
      throw new Error('test failed');
    });
    await expect(failing).rejects.toThrow('test failed');
    expect(await names(await testServerUrl())).not.toContain(name);
  });
});

describe('templateDatabase', () => {
  const key = `testkit ${randomUUID()}`;

  it('is prepared once for many that ask at once, and copied with its content', async () => {
    let prepared = 0;
    const prepare = async (url: string): Promise<void> => {
      prepared += 1;
      await sleep(100);
      await withConnection(url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    };
    const asked = await Promise.all(Array.from({ length: 6 }, () => ownTemplate({ key, prepare })));
    expect(prepared).toBe(1);
    expect(new Set(asked).size).toBe(1);

    const copies = await Promise.all(asked.map((template) => createTestDatabase({ template })));
    for (const copy of copies) {
      const answer = await withConnection(copy.url, (client) => client.query('SELECT answer FROM kept'));
      expect(answer.rows).toEqual([{ answer: 42 }]);
      await copy.drop();
    }
  });

  it('leaves nothing behind when preparing fails, and can be tried again', async () => {
    const failing = { key: `${key} failing`, prepare: () => Promise.reject(new Error('no such migration')) };
    await expect(ownTemplate(failing)).rejects.toThrow('no such migration');
    expect(await ownTemplate({ ...failing, prepare: () => Promise.resolve() })).toMatch(/^agora_template_/);
  });
});

/** Templates that were used so long ago. */
function used(hours: number, count: number): { name: string; idleMs: number }[] {
  return Array.from({ length: count }, (_, n) => ({ name: `${hours} ${n}`, idleMs: hours * 3_600_000 }));
}

describe('the templates that go', () => {
  it('are those beyond the twelve used last, the one to come included, of which nobody can hold a name', () => {
    expect(superfluous([...used(5, 1), ...used(1, 9), ...used(Infinity, 1)])).toEqual([]);
    expect(superfluous([...used(Infinity, 1), ...used(5, 1), ...used(3, 1), ...used(1, 10)])).toEqual([
      '5 0',
      'Infinity 0',
    ]);
    expect(superfluous(used(1, 40))).toEqual([]);
  });
});

describe('withTestRole', () => {
  it('drops the role with what it owns, here and elsewhere', async () => {
    await withTestDatabase(async (url) => {
      const role = await withTestRole(
        url,
        async (own) => {
          await withConnection(url, (client) => client.query(`GRANT CREATE ON SCHEMA public TO ${own.name}`));
          await withConnection(own.url, async (client) => {
            await client.query('CREATE TABLE t AS SELECT current_user AS me');
            expect((await client.query('SELECT me FROM t')).rows).toEqual([{ me: own.name }]);
            await client.query(`CREATE DATABASE ${own.name}_s`);
          });
          return own.name;
        },
        'LOGIN CREATEDB',
      );
      const left = await withConnection(url, (client) =>
        client.query(
          'SELECT FROM pg_roles WHERE rolname = $1 UNION ALL SELECT FROM pg_database WHERE starts_with(datname, $1)',
          [role],
        ),
      );
      expect(left.rowCount).toBe(0);
    });
  });
});

describe('useTestDatabase', () => {
  const database = useTestDatabase({
    template: () =>
      ownTemplate({
        key: `use ${randomUUID()}`,
        prepare: (url) =>
          withConnection(url, async (client) => void (await client.query('CREATE TABLE t (n int)'))),
      }),
  });

  it('gives the file a copy of its template', async () => {
    await withConnection(database.url, async (client) => {
      await client.query('INSERT INTO t VALUES (1)');
      expect((await client.query('SELECT n FROM t')).rows).toEqual([{ n: 1 }]);
    });
  });
});
