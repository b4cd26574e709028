import { setTimeout as sleep } from 'node:timers/promises';

import { everyThird, testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { deploy } from '../deploy.ts';
import { rollback } from '../rollback/rollback.ts';
import { contractExpansions } from './contract.ts';
import { projectWith } from './expanded-project.fixture.ts';
import { Clients, type Version, type Written } from './under-load.fixture.ts';

const INIT = `CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, age int NOT NULL DEFAULT 7);
CREATE UNIQUE INDEX users_name_key ON users (name); CREATE INDEX users_age_idx ON users (age);`;
const version = (column: string): Version => ({
  insert: `INSERT INTO users (id, ${column}) VALUES ($1, $2)`,
  update: `UPDATE users SET ${column} = $2 WHERE id = $1`,
  read: `SELECT ${column} AS value FROM users WHERE id = $1`,
});
const named = (column: string, table = 'users'): Version => {
  const plain = version(column);
  const change = (sql: string): string => sql.replace('users', table);
  // The way of an upsert, where a conflict never comes.
  const insert = `${change(plain.insert)} ON CONFLICT (${column}) DO UPDATE SET ${column} = excluded.${column}`;
  return { insert, update: change(plain.update), read: change(plain.read) };
};

it.each(
  everyThird([
    {
      it: 'a rename of a column',
      change: 'ALTER TABLE users RENAME COLUMN name TO display_name;',
      old: named('name'),
      next: named('display_name'),
      value: (n: number) => `n ${n}`,
      end: 'SELECT id, display_name AS value FROM users',
    },
    {
      it: 'a rename of a table',
      change: 'ALTER TABLE users RENAME TO accounts;',
      old: named('name'),
      next: named('name', 'accounts'),
      value: (n: number) => `n ${n}`,
      end: 'SELECT id, name AS value FROM accounts',
    },
    {
      it: 'a change of type',
      change: 'ALTER TABLE users ALTER COLUMN age SET DATA TYPE BIGINT;',
      old: {
        ...version('age'),
        insert: "INSERT INTO users (id, name, age) VALUES ($1, 'name ' || $1::int, $2)",
      },
      next: {
        ...version('age'),
        insert: "INSERT INTO users (id, name, age) VALUES ($1, 'name ' || $1::int, $2)",
      },
      value: (n: number) => n,
      end: 'SELECT id, age AS value FROM users',
    },
  ]),
)(
  'no client fails and nothing is lost through expansion, abort and contraction: $it',
  async ({ change, old, next, value, end }) => {
    const { fixture, project, parts } = await projectWith(INIT, change);
    const { url, directory } = fixture;
    await fixture.query("INSERT INTO users SELECT n, 'row ' || n, n FROM generate_series(1, 2000) n");
    const written: Written = { errors: [], last: new Map(), statements: 0 };
    const before = new Clients(url, written, value);
    const after = new Clients(url, written, value);
    const outcomes: unknown[] = [];
    const go = async (
      work: Promise<{ results: readonly { outcome: string; error?: unknown }[] }>,
    ): Promise<void> => {
      const { results } = await work;
      outcomes.push(...results.map(({ outcome, error }) => error ?? outcome));
      await sleep(300);
    };
    try {
      before.start(old, 1_000_000, 3);
      await go(deploy({ url, directory }));
      after.start(next, 10_000_000, 3);
      await sleep(300);
      await after.stop();
      // The new version was not good: everything goes back while the old one serves.
      for (let step = 0; step < parts; step += 1)
        await go(rollback({ url, directory, target: { steps: 1 } }));
      await go(deploy({ url, directory }));
      after.start(next, 20_000_000, 3);
      await sleep(300);
      await before.stop();
      await contractExpansions({ project, adminUrl: await testServerUrl() });
      await go(deploy({ url, directory }));
    } finally {
      await before.stop();
      await after.stop();
    }
    expect(written.errors).toEqual([]);
    expect(outcomes).toEqual(Array.from({ length: 3 * parts + 1 }, () => 'succeeded'));
    const rows = new Map((await fixture.query(end)).map((row) => [row['id'], String(row['value'])]));
    expect(rows.size).toBe(2000 + written.last.size);
    for (const [id, last] of written.last) expect([id, rows.get(id)]).toEqual([id, String(last)]);
    expect(written.statements).toBeGreaterThan(100);
  },
  120_000,
);
