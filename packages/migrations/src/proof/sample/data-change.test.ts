import { expect, it } from 'vitest';

import { dataChangeOf } from './data-change.ts';

it.each([
  ['INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 2', undefined],
  ['SELECT 1 FROM a WHERE b', undefined],
  ['ALTER TABLE a ADD b int', undefined],
  ['UPDATE a SET b = 1', { kind: 'update', table: { name: 'a' }, columns: ['b'] }],
  [
    `UPDATE ONLY "S"."Wide" AS w SET "b" = (SELECT max(x) FROM y WHERE z = 1), (c, d) = (1, 2), e[1] = 'WHERE' WHERE w."b" = 'a.b' AND S.c > w.d RETURNING b`,
    {
      kind: 'update',
      table: { schema: 'S', name: 'Wide' },
      columns: ['b', 'c', 'd', 'e'],
      where: `"b" = 'a.b' AND S.c > d`,
    },
  ],
  ['UPDATE a SET b = c.b FROM c WHERE a.id = c.id', { kind: 'update', table: { name: 'a' }, columns: ['b'] }],
  ['DELETE FROM a', { kind: 'delete', table: { name: 'a' }, columns: [] }],
  [
    'DELETE FROM a x WHERE x.id IN (SELECT id FROM b WHERE c)',
    { kind: 'delete', table: { name: 'a' }, columns: [], where: 'id IN (SELECT id FROM b WHERE c)' },
  ],
  ['DELETE FROM a USING b WHERE a.id = b.id', { kind: 'delete', table: { name: 'a' }, columns: [] }],
  [
    'WITH old AS (SELECT id FROM a WHERE b) UPDATE a SET b = false FROM old WHERE a.id = old.id',
    { kind: 'update', table: { name: 'a' }, columns: ['b'] },
  ],
  [
    'MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE',
    { kind: 'merge', table: { name: 'a' }, columns: [] },
  ],
])('reads what %s changes', (text, change) => {
  expect(dataChangeOf(text)).toEqual(change);
});
