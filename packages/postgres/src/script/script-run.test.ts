import { expect, test } from 'vitest';

import { lockWaitSql } from './script-run.ts';
import { splitStatements } from './text/statements.ts';

const late = (sql: string, deadlockTimeoutMs?: number): readonly string[] =>
  lockWaitSql(
    { sql, statements: splitStatements(sql), retry: { lockTimeoutMs: 2000, deadlockTimeoutMs } },
    5,
  );

test.each(['ALTER TABLE a ADD COLUMN b int', 'CREATE INDEX ON a (dropped)'])(
  'who waits for one lock and holds none waits long in the end: %s',
  (sql) => {
    expect(late(sql)).toEqual(['SET LOCAL lock_timeout = 1600']);
  },
);

test.each([
  'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c',
  'ALTER TABLE a DROP CONSTRAINT a_b_fkey',
  'ALTER TABLE a DROP COLUMN b',
  'ALTER TABLE a VALIDATE CONSTRAINT a_b_fkey',
  'ALTER TABLE a ALTER COLUMN b SET DATA TYPE bigint',
  'ALTER TABLE a ATTACH PARTITION b DEFAULT',
  'ALTER TABLE a DETACH PARTITION b',
  'DROP TABLE a',
  'TRUNCATE a, b',
  'ALTER TABLE a ADD COLUMN b int; ALTER TABLE c ADD COLUMN b int',
])('who may hold one lock and wait for another gives way before a deadlock is looked for: %s', (sql) => {
  expect(late(sql)).toEqual(['SET LOCAL lock_timeout = 400']);
});

test.each([
  [20, 8],
  [1, 1],
  [60_000, 1600],
])('that is sooner on a server whose deadlock_timeout is %d ms', (deadlockTimeoutMs, ms) => {
  expect(late('DROP TABLE a', deadlockTimeoutMs)).toEqual([`SET LOCAL lock_timeout = ${ms}`]);
});
