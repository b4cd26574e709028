import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { spreadCasts } from './spread-casts.ts';

const database = useTestDatabase();

test.each([
  `status IN ('a', 'it''s', E'back\\\\slash', ']', '), (')`,
  `status = 'a' OR NOT (status IN ('a', 'b') AND n IN (1, 2))`,
  `"Odd, (name" IN ('x', lower('Y'), CASE WHEN n > 1 THEN 'z' ELSE 'w' END)`,
  `money IN (1, 2.5)`,
  `status = ANY (ARRAY['a', 'b']::varchar[])`,
  `status = ANY ((ARRAY['a'::varchar, 'b'::varchar])::text[]) AND status <> '(ARRAY[x])::text[]'`,
  `kind::text IN ('a', 'b')`,
])('what is printed comes out equal when it is run: %s', async (condition) => {
  await withConnection(database.url, async (client) => {
    await client.query('DROP TABLE IF EXISTS t; DROP TYPE IF EXISTS kinds');
    await client.query(`CREATE TYPE kinds AS ENUM ('a', 'b');
      CREATE TABLE t (status varchar(20), n int, money numeric(10, 2), kind kinds, "Odd, (name" varchar)`);
    const printed = async (definition: string): Promise<string> => {
      await client.query(`ALTER TABLE t ADD CONSTRAINT c ${definition}`);
      const { rows } = await client.query<{ sql: string }>(
        "SELECT pg_get_constraintdef(oid) AS sql FROM pg_constraint WHERE conname = 'c'",
      );
      await client.query('ALTER TABLE t DROP CONSTRAINT c');
      return spreadCasts(rows[0]?.sql ?? '');
    };
    const first = await printed(`CHECK (${condition})`);
    expect(await printed(first)).toBe(first);
  });
});

test('leaves alone what is no such cast', () => {
  for (const sql of [
    `CHECK ((a = '(ARRAY[1])::text[]'::text))`,
    'SELECT (ARRAY[1, 2])[1]',
    `(ARRAY['a'::text])::text`,
    '(ARRAY[',
  ])
    expect(spreadCasts(sql)).toBe(sql);
});
