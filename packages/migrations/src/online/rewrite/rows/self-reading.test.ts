import { as, loadParser, parseStatements } from '@agora/postgres/parser';
import { splitStatements } from '@agora/postgres';
import { beforeAll, expect, test } from 'vitest';

import { asksWhatItDeletes, asksWhatItSets } from './self-reading.ts';

beforeAll(() => loadParser());

function nodeOf(sql: string) {
  const [statement] = parseStatements(splitStatements(sql)).statements;
  if (statement === undefined) throw new Error(`cannot be read: ${sql}`);
  return statement.node;
}

function asks(sql: string): boolean | undefined {
  const change = as(nodeOf(sql), 'DeleteStmt');
  return change && asksWhatItDeletes(change);
}

const NUMBERED = 'SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY a ORDER BY id) AS n FROM t) s';

test.each([
  'id NOT IN (SELECT min(id) FROM t GROUP BY a)',
  'id NOT IN (SELECT max(t2.id) FROM t t2 WHERE t2.b GROUP BY a) AND stale',
  `id IN (${NUMBERED} WHERE n > 1)`,
  `id = ANY (${NUMBERED} WHERE n <> 1)`,
  'EXISTS (SELECT FROM t y WHERE y.a = t.a AND y.id < t.id)',
  'EXISTS (SELECT FROM t y WHERE y.a IS NOT DISTINCT FROM t.a AND y.id < t.id)',
  'id IN (SELECT id FROM gone)',
])('in each batch the same rows go: %s', (condition) => {
  expect(asks(`DELETE FROM t WHERE ${condition}`)).toBe(false);
});

test.each([
  // A least one that goes all the same makes another the least.
  'id NOT IN (SELECT min(id) FROM t GROUP BY a) OR stale',
  'NOT (id NOT IN (SELECT min(id) FROM t GROUP BY a))',
  'id NOT IN (SELECT min(parent) FROM t GROUP BY a)',
  'id NOT IN (SELECT min(o.id) FROM o JOIN t ON t.a = o.a GROUP BY o.a)',
  'id NOT IN (SELECT min(y.id) FROM t y WHERE y.a <> t.a)',
  `id NOT IN (${NUMBERED} WHERE n > 1)`,
  `id <> ALL (${NUMBERED} WHERE n > 1)`,
  `id IN (${NUMBERED} WHERE n <> 2)`,
  `id IN (${NUMBERED} WHERE n > 1 OR stale)`,
  `id IN (${NUMBERED} WHERE n > 1 LIMIT 10)`,
  `a > (SELECT avg(a) FROM t) AND id IN (${NUMBERED} WHERE n > 1)`,
  'EXISTS (SELECT FROM t y WHERE y.a IS DISTINCT FROM t.a AND y.id < t.id)',
  'EXISTS (SELECT FROM t y WHERE y.a = t.a AND y.id < t.id HAVING count(*) > 2)',
])('which rows go depends on others that go: %s', (condition) => {
  expect(asks(`DELETE FROM t WHERE ${condition}`)).toBe(true);
});

test('what stands under USING and WITH is asked as well', () => {
  const numbered = `WITH d AS (SELECT id, row_number() OVER (PARTITION BY a ORDER BY id) AS n FROM t)`;
  expect(asks(`${numbered} DELETE FROM t USING d WHERE d.id = t.id AND d.n > 1`)).toBe(false);
  expect(asks(`${numbered} DELETE FROM t WHERE id NOT IN (SELECT id FROM d WHERE n > 1)`)).toBe(true);
  expect(asks('DELETE FROM t x USING t y WHERE x.a = y.a AND x.id > y.id')).toBe(false);
  expect(asks('DELETE FROM t x USING t y WHERE x.a <> y.a AND x.id > y.id')).toBe(true);
  expect(asks('DELETE FROM t x USING t y JOIN u ON u.id = y.id WHERE x.a <> y.a')).toBe(true);
  expect(asks('DELETE FROM t x USING u JOIN v ON u.id = v.id WHERE x.id = u.id')).toBe(false);
});

test.each([
  ["a = 'x' WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a)", ['a'], false],
  ['a = b WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a)', ['a'], true],
  ["a = 'x', b = 1 WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a)", ['a', 'b'], true],
  ['done = true FROM t y WHERE y.id = t.parent AND y.done IS NULL', ['done'], true],
  ['done = true FROM t y WHERE y.id = t.parent AND t.done IS NULL', ['done'], false],
] as const)('whether SET %s depends on other rows', (rest, set, expected) => {
  const update = as(nodeOf(`UPDATE t SET ${rest}`), 'UpdateStmt');
  expect(update && asksWhatItSets(update, set)).toBe(expected);
});
