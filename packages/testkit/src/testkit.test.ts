import { setTimeout as sleep } from 'node:timers/promises';
import { withConnection } from '@agora/postgres';
import { describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  templateDatabase,
  testServerUrl,
  useTestDatabase,
  withTestDatabase,
} from './index.ts';

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
  const key = `testkit ${process.pid} ${Date.now()}`;

  it('is prepared once for many that ask at once, and copied with its content', async () => {
    let prepared = 0;
    const prepare = async (url: string): Promise<void> => {
      prepared += 1;
      await sleep(100);
      await withConnection(url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    };
    const asked = await Promise.all(Array.from({ length: 6 }, () => templateDatabase({ key, prepare })));
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
    await expect(templateDatabase(failing)).rejects.toThrow('no such migration');
    expect(await templateDatabase({ ...failing, prepare: () => Promise.resolve() })).toMatch(
      /^agora_template_/,
    );
  });
});

describe('useTestDatabase', () => {
  const database = useTestDatabase({
    template: () =>
      templateDatabase({
        key: `use ${process.pid}`,
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
