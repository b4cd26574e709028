import { splitStatements, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { lintTexts } from '../lint.fixture.ts';

const parts = `CREATE TABLE log (at date NOT NULL, b int NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX log_at ON log (at);`;

/** What the findings of a rule advise, with the names that advice leaves open. */
async function advice(rule: string, sql: string): Promise<readonly string[]> {
  const { findings } = await lintTexts([parts, sql], { squawk: false });
  const [found] = findings.filter((finding) => finding.rule === rule);
  const text = (found?.fix ?? '')
    .replaceAll(/"(\w*)<partition>"/g, '"$1log_1"')
    .replaceAll('"<index>"', '"log_1_key"')
    .replaceAll('<constraint>', 'log_pkey')
    .replaceAll('<partition>', 'log_1')
    .replaceAll('(...)', '(b)');
  return splitStatements(text).map((one) => one.text);
}

describe('on a partitioned table', () => {
  const database = useTestDatabase();

  it('what is called refused is refused, and what is advised works', async () => {
    await withConnection(database.url, async (client) => {
      await client.query(parts);
      const refused = ['CREATE INDEX CONCURRENTLY log_b ON log (b)', 'DROP INDEX CONCURRENTLY log_at'];
      for (const sql of refused) {
        await expect(client.query(sql)).rejects.toMatchObject({ code: '0A000' });
        for (const step of await advice('concurrently-refused', `${sql};`)) await client.query(step);
      }
      for (const step of await advice('constraint-builds-index', 'ALTER TABLE log ADD PRIMARY KEY (at);'))
        await client.query(step);
      const { rows } = await client.query(
        `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid IN ('log'::regclass, 'log_1'::regclass) ORDER BY 1`,
      );
      expect(rows).toEqual([
        { name: 'log_1_key', valid: true },
        { name: 'log_b', valid: true },
        { name: 'log_b_log_1', valid: true },
        { name: 'log_pkey', valid: true },
      ]);
    });
  });
});
