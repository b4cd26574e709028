import { splitStatements, withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { lockReferredFirst, lockReferringFirst, touchesForeignKeys } from './lock-order.ts';

const TENANT = (schema: string): string => `CREATE SCHEMA ${schema};
CREATE TABLE ${schema}.parent (id int PRIMARY KEY);
CREATE TABLE ${schema}."Child" (of int CONSTRAINT child_of_fkey REFERENCES ${schema}.parent);`;

test('parents are locked as the statements will, and none of another table whose key has the same name', () =>
  withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(`${TENANT('one')} ${TENANT('two')} CREATE TABLE apart (id int PRIMARY KEY)`);
      const lockedBy = async (sql: string): Promise<readonly unknown[]> => {
        await client.query('BEGIN');
        await lockReferredFirst(client, splitStatements(sql));
        const { rows } = await client.query(
          `SELECT relation::regclass::text AS "table", mode FROM pg_locks
            WHERE pid = pg_backend_pid() AND relation >= 16384 AND mode <> 'AccessShareLock'`,
        );
        await client.query('ROLLBACK');
        return rows;
      };
      const parent = { table: 'one.parent', mode: 'AccessExclusiveLock' };
      expect(
        await lockedBy('ALTER TABLE ONLY one . "Child" DROP CONSTRAINT IF EXISTS Child_of_fkey'),
      ).toEqual([parent]);
      const both =
        'ALTER TABLE IF EXISTS one."Child" DROP CONSTRAINT "child_of_fkey"; ALTER TABLE two."Child" ADD FOREIGN KEY (of) REFERENCES apart; SELECT 1; ALTER TABLE two."Child" DROP CONSTRAINT child_of_fkey';
      expect(await lockedBy(both)).toEqual(
        expect.arrayContaining([parent, { table: 'apart', mode: 'ShareRowExclusiveLock' }]),
      );
      expect(await lockedBy(both)).toHaveLength(2);
      for (const sql of [
        'DROP TABLE IF EXISTS apart, one."Child" CASCADE',
        'ALTER TABLE one."Child" DROP COLUMN IF EXISTS of',
        'ALTER TABLE one."Child" DROP IF EXISTS of',
        'ALTER TABLE one."Child" ALTER COLUMN "of" SET DATA TYPE bigint',
        'ALTER TABLE one."Child" ALTER of TYPE bigint',
        'DO $$ BEGIN ALTER TABLE one."Child" DROP CONSTRAINT child_of_fkey; END $$',
      ])
        expect(await lockedBy(sql)).toEqual([parent]);
      expect(await lockedBy('ALTER TABLE one."Child" ALTER of DROP NOT NULL')).toEqual([]);
      expect(
        touchesForeignKeys(splitStatements('ALTER TABLE t ALTER a DROP NOT NULL, ALTER a DROP DEFAULT')),
      ).toBe(false);
      // Words of a text are no names.
      expect(
        await lockedBy(`ALTER TABLE apart ADD CHECK ('drop constraint 1a, references 2b' <> '')`),
      ).toEqual([]);
    }),
  ));

test.each<[string, readonly string[]]>([
  ['DROP TABLE one.parent CASCADE', ['one."Child"']],
  ['ALTER TABLE one.parent ALTER id TYPE bigint', ['one."Child"']],
  ['ALTER TABLE one.parent DROP COLUMN id CASCADE', ['one."Child"']],
  ['ALTER TABLE one.parent DROP CONSTRAINT parent_pkey CASCADE', ['one."Child"']],
  ['ALTER TABLE one.parent DROP CONSTRAINT positive', []],
  ['ALTER TABLE one.parent DROP COLUMN v', []],
  ['ALTER TABLE one."Child" DROP CONSTRAINT child_of_fkey', []],
])('those that refer are locked before what goes of a parent: %s', (sql, tables) =>
  withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(
        `${TENANT('one')} ${TENANT('two')} ALTER TABLE one.parent ADD v int, ADD CONSTRAINT positive CHECK (id > 0);`,
      );
      await client.query('BEGIN');
      await lockReferringFirst(client, splitStatements(sql));
      const { rows } = await client.query<{ table: string }>(
        `SELECT relation::regclass::text AS "table" FROM pg_locks
          WHERE pid = pg_backend_pid() AND relation >= 16384 AND mode = 'AccessExclusiveLock'`,
      );
      expect(rows.map(({ table }) => table)).toEqual(tables);
    }),
  ),
);
