import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { typeChange } from './types.ts';

const pairs: readonly (readonly [string, string])[] = [
  ['varchar(10)', 'varchar(20)'],
  ['varchar(20)', 'varchar(10)'],
  ['varchar(20)', 'varchar'],
  ['varchar(20)', 'text'],
  ['varchar', 'text'],
  ['text', 'varchar'],
  ['text', 'varchar(20)'],
  ['char(3)', 'char(5)'],
  ['char(3)', 'text'],
  ['integer', 'bigint'],
  ['bigint', 'integer'],
  ['smallint', 'integer'],
  ['integer', 'text'],
  ['numeric(10,2)', 'numeric(12,2)'],
  ['numeric(10,2)', 'numeric(12,3)'],
  ['numeric(10,2)', 'numeric(8,2)'],
  ['numeric(10,2)', 'numeric'],
  ['numeric', 'numeric(10,2)'],
  ['timestamp(3)', 'timestamp(6)'],
  ['timestamp(3)', 'timestamp'],
  ['timestamp', 'timestamp(3)'],
  ['timestamptz(3)', 'timestamptz(6)'],
  ['time(0)', 'time'],
  ['cidr', 'inet'],
  ['bit(3)', 'bit(3)'],
  ['bit varying(3)', 'bit varying(5)'],
  ['real', 'double precision'],
  ['json', 'jsonb'],
  ['timestamp(3)', 'timestamptz'],
  ['timestamp(3)', 'timestamptz(3)'],
  ['timestamptz(3)', 'timestamp(6)'],
  ['timestamptz(3)', 'timestamp(3)'],
  ['text', 'citext'],
  ['varchar(20)', 'citext'],
  ['char(3)', 'citext'],
  ['citext', 'text'],
  ['citext', 'varchar'],
  ['citext', 'varchar(20)'],
  ['interval(3)', 'interval'],
  ['interval(3)', 'interval(6)'],
  ['interval', 'interval(3)'],
  ['interval', 'interval day to second'],
  ['xml', 'text'],
  ['xml', 'varchar(20)'],
  ['oid', 'integer'],
  ['integer', 'oid'],
  ['oid', 'bigint'],
  ['bit(3)', 'bit varying'],
  ['bit(3)', 'bit varying(3)'],
];

/** The spelling of `typeText`. */
function spelled(type: string): string {
  return type
    .replace('bit varying', 'varbit')
    .replace(/^interval\((\d)\)$/, 'interval(32767,$1)')
    .replace('interval day to second', 'interval(7176)');
}

describe('typeChange', () => {
  const database = useTestDatabase();

  it.each(['UTC', 'Europe/Berlin'])(
    'agrees with what a server in %s does to the file of the table',
    async (zone) => {
      const rewritten = await withConnection(database.url, async (client) => {
        const results: [string, boolean][] = [];
        await client.query(`SET timezone = '${zone}'; CREATE EXTENSION IF NOT EXISTS citext`);
        for (const [from, to] of pairs) {
          // A column that holds nothing yet costs the same.
          await client.query(`DROP TABLE IF EXISTS t; CREATE TABLE t (); ALTER TABLE t ADD COLUMN c ${from}`);
          const node = async (): Promise<unknown> =>
            (await client.query<{ node: string }>(`SELECT pg_relation_filenode('t')::text AS node`)).rows[0]
              ?.node;
          const before = await node();
          await client.query(`ALTER TABLE t ALTER COLUMN c TYPE ${to} USING c::${to}`);
          results.push([`${from} -> ${to}`, before !== (await node())]);
        }
        return results;
      });
      const predicted = pairs.map(([from, to]): [string, boolean] => [
        `${from} -> ${to}`,
        typeChange(spelled(from), spelled(to), { utc: zone === 'UTC' }) === 'rewrite',
      ]);
      expect(predicted).toEqual(rewritten);
    },
  );
});
