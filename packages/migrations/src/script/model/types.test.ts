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
];

/** The spelling of `typeText`. */
function spelled(type: string): string {
  return type.replace('bit varying', 'varbit');
}

describe('typeChange', () => {
  const database = useTestDatabase();

  it('agrees with what a server does to the file of the table', async () => {
    const rewritten = await withConnection(database.url, async (client) => {
      const results: [string, boolean][] = [];
      for (const [index, [from, to]] of pairs.entries()) {
        await client.query(`CREATE TABLE t${index} (c ${from})`);
        const node = async (): Promise<unknown> =>
          (await client.query<{ node: string }>(`SELECT pg_relation_filenode('t${index}')::text AS node`))
            .rows[0]?.node;
        const before = await node();
        await client.query(`ALTER TABLE t${index} ALTER COLUMN c TYPE ${to} USING c::${to}`);
        results.push([`${from} -> ${to}`, before !== (await node())]);
      }
      return results;
    });
    const predicted = pairs.map(([from, to]): [string, boolean] => [
      `${from} -> ${to}`,
      typeChange(spelled(from), spelled(to)) !== 'catalog',
    ]);
    expect(predicted).toEqual(rewritten);
  });
});
