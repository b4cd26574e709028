import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { batchCondition, type KeyRange } from './key-range.ts';

const KEY = ['tenant', 'id'].map((name) => ({ name, type: 'int' }));

test('a batch within one tenant, or of several, is found by the key, whatever other index they have', () =>
  withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(
        `CREATE TABLE t (tenant int, id int, n int, done int, PRIMARY KEY (tenant, id)); CREATE INDEX a_n ON t (tenant, n, id);
         INSERT INTO t SELECT 1, n, n % 7 FROM generate_series(1, 18999) n; ANALYZE t; INSERT INTO t SELECT 2, n, n % 7 FROM generate_series(19000, 20000) n`,
      );
      const rows = async (range: KeyRange): Promise<unknown> =>
        (await client.query(`SELECT count(*)::int AS n FROM t WHERE ${batchCondition(KEY, range)}`)).rows[0];
      const within = { after: ['1', '500'], upTo: ['1', '600'] };
      const across = { after: ['1', '18900'], upTo: ['2', '19100'] };
      await client.query('SET enable_seqscan = off');
      const indexed = async (range: KeyRange): Promise<readonly string[]> => {
        const { rows: plan } = await client.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN UPDATE t SET done = 1 WHERE done IS NULL AND ${batchCondition(KEY, range)}`,
        );
        return plan.flatMap((row) => /Index Cond: \((.*)\)$/.exec(row['QUERY PLAN'])?.[1] ?? []);
      };
      expect(await indexed(within)).toEqual(['(tenant = 1) AND (id > 500) AND (id <= 600)']);
      await client.query('ANALYZE t');
      expect(await indexed(across)).toEqual([
        '(tenant = 1) AND (id > 18900)',
        '(tenant > 1) AND (tenant < 2)',
        '(tenant > 1) AND (tenant = 2) AND (id <= 19100)',
      ]);
      expect(await rows(within)).toEqual({ n: 100 });
      expect(await rows({ after: ['1', '500'], upTo: ['1', '500'] })).toEqual({ n: 0 });
      expect(await rows(across)).toEqual({ n: 200 });
      // The same tenant in other words.
      expect(await rows({ after: ['1', '500'], upTo: ['01', '600'] })).toEqual({ n: 100 });
      expect(await rows({ after: ['1', '19900'] })).toEqual({ n: 1001 });
      expect(await rows({ upTo: ['1', '10'] })).toEqual({ n: 10 });
      expect(await rows({})).toEqual({ n: 20_000 });
    }),
  ));
