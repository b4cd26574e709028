import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { type KeyRange, rangeCondition } from './key-range.ts';

const KEY = ['tenant', 'id'].map((name) => ({ name, type: 'int' }));

test('a batch within one tenant is found by the key, whatever other index the tenant has', () =>
  withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(
        `CREATE TABLE t (tenant int, id int, n int, done int, PRIMARY KEY (tenant, id)); CREATE INDEX a_n ON t (tenant, n, id);
         INSERT INTO t SELECT 1, n, n % 7 FROM generate_series(1, 18999) n; ANALYZE t; INSERT INTO t SELECT 2, n, n % 7 FROM generate_series(19000, 20000) n`,
      );
      const rows = async (range: KeyRange): Promise<unknown> =>
        (await client.query(`SELECT count(*)::int AS n FROM t WHERE ${rangeCondition(KEY, range)}`)).rows[0];
      const within = { after: ['1', '500'], upTo: ['1', '600'] };
      const plan = await client.query<{ 'QUERY PLAN': string }>(
        `SET enable_seqscan = off; EXPLAIN UPDATE t SET done = 1 WHERE done IS NULL AND ${rangeCondition(KEY, within)}`,
      );
      const lines = [plan].flat().flatMap((one) => one.rows.map((row) => row['QUERY PLAN']));
      expect(lines.join('\n')).toMatch(/t_pkey/);
      expect(await rows(within)).toEqual({ n: 100 });
      expect(await rows({ after: ['1', '500'], upTo: ['1', '500'] })).toEqual({ n: 0 });
      expect(await rows({ after: ['1', '18900'], upTo: ['2', '19100'] })).toEqual({ n: 200 });
      expect(await rows({ after: ['1', '19900'] })).toEqual({ n: 1001 });
      expect(await rows({ upTo: ['1', '10'] })).toEqual({ n: 10 });
      expect(await rows({})).toEqual({ n: 20_000 });
    }),
  ));
