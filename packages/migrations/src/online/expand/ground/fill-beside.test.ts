import { setTimeout as sleep } from 'node:timers/promises';

import { type Client, withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript } from '../../../project/folder.ts';
import { contractExpansion } from '../contract-expansion.ts';
import type { Contraction } from '../contraction.ts';
import { expandAll, expansionOf, FIRST, migrationsOf, run } from '../expansion.fixture.ts';
import { openExpansions } from '../open-expansions.ts';

/** Expands and contracts a change of `users`. */
async function contracted(client: Client, change: string): Promise<Contraction> {
  const migrations = migrationsOf(await expansionOf(client, change));
  await expandAll(client, migrations);
  const history = migrations.map(({ up }, n) => ({
    name: n === 0 ? FIRST : `${n}`,
    directory: '',
    up: makeScript('migration.sql', up),
  }));
  const [open] = openExpansions(history, 'public');
  const contraction = open && (await contractExpansion(client, open));
  if (contraction === undefined) throw new Error('there is no contraction');
  for (const statement of contraction.statements) await client.query(statement);
  return contraction;
}

async function untilFilling(client: Client): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await client.query(waiting)).rowCount === 0) await sleep(20);
}

describe('the way back of a contraction', () => {
  it.each([
    {
      change: 'ALTER TABLE users RENAME COLUMN name TO title',
      written:
        "UPDATE users SET title = 'n' WHERE id = 2; INSERT INTO users (title) VALUES ('o'); DELETE FROM users WHERE id = 3",
      wanted: 'name',
    },
    {
      change: 'ALTER TABLE users ALTER COLUMN name TYPE integer USING name::integer',
      written:
        'UPDATE users SET name = 7 WHERE id = 2; INSERT INTO users (name) VALUES (8); DELETE FROM users WHERE id = 3',
      wanted: 'agora_old_name',
    },
  ])('keeps nobody waiting while it fills the rows: $change', ({ change, written, wanted }) =>
    withTestDatabase((url) =>
      withConnection(url, (deployer) =>
        withConnection(url, async (client) => {
          await client.query(
            `CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, first int, page int); CREATE INDEX ON users (name);
             INSERT INTO users (name) SELECT n FROM generate_series(1, 9) n`,
          );
          const { down } = await contracted(client, change);
          // The first row that is filled waits for this session, which has no lock on the table.
          await client.query(
            `SELECT pg_advisory_lock(1);
             CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
             CREATE TRIGGER waits BEFORE UPDATE ON users FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION waits()`,
          );
          const back = run(deployer, down);
          await withConnection(url, async (other) => {
            // It fails rather than waits for ever.
            await Promise.race([back, untilFilling(other)]);
            await other.query(`SET lock_timeout = '2s'; ${written}; SELECT * FROM users`);
          });
          await client.query('SELECT pg_advisory_unlock(1)');
          await back;
          const kept = change.includes('RENAME') ? 'title' : 'name';
          const { rows } = await client.query(
            `SELECT count(*)::int AS all, count(*) FILTER (WHERE ${kept}::text = ${wanted}::text)::int AS same FROM users`,
          );
          expect(rows).toEqual([{ all: 9, same: 9 }]);
        }),
      ),
    ),
  );
});
