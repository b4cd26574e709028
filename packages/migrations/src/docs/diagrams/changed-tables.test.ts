import type { ColumnFacts, DatabaseFacts, ForeignKey, TableFacts } from '@agora/catalog';
import { expect, test } from 'vitest';

import { drawChange } from './changed-tables.ts';

const column = (name: string, type = 'integer', more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type,
  required: true,
  ...more,
});

const pointing = (
  columns: readonly string[],
  target: string,
  more: Partial<ForeignKey> = {},
): ForeignKey => ({
  name: '',
  columns,
  targetSchema: 'public',
  target,
  targetColumns: ['id'],
  definition: '',
  optional: false,
  unique: false,
  ...more,
});

const table = (
  name: string,
  columns: readonly ColumnFacts[],
  foreignKeys: readonly ForeignKey[] = [],
  schema = 'public',
): TableFacts => ({
  schema,
  name,
  kind: 'table',
  columns,
  primaryKey: ['id'],
  foreignKeys,
  constraints: [],
  indexes: [],
  triggers: [],
  policies: [],
  rowSecurity: false,
});

const database = (...tables: readonly TableFacts[]): DatabaseFacts => ({
  tables,
  enums: [],
  functions: [],
  extensions: [],
});

const users = table('users', [column('id'), column('name', 'text')]);

test('where no table differs there is no picture', () => {
  expect(drawChange(database(users), database(users))).toBeUndefined();
});

test('of a changed table keys and what changed are shown, of its neighbours the name', () => {
  const before = database(
    users,
    table(
      'Order Line',
      [
        column('id'),
        column('price', 'numeric(10,2)'),
        column('note', 'text', { required: false }),
        column('same'),
        column('gone', 'text'),
        column('userId'),
      ],
      [pointing(['userId'], 'users')],
    ),
  );
  const after = database(
    users,
    table(
      'Order Line',
      [
        column('id', 'bigint'),
        column('price', 'numeric(12,2)', { value: '0' }),
        column('note', 'text'),
        column('same'),
        column('buyer id', 'integer', { required: false }),
        column('userId'),
      ],
      [pointing(['buyer id'], 'users', { optional: true, unique: true })],
    ),
  );
  expect(drawChange(before, after)?.split('\n')).toEqual([
    'erDiagram',
    '  t0["Order Line"] {',
    '    bigint id PK "was integer"',
    '    numeric(12_2) price "was numeric(10,2), default 0"',
    '    text note "now required"',
    '    integer buyer_id FK "new"',
    '    text gone "dropped"',
    '  }',
    '  t1["users"]',
    '  t0 |o--o| t1 : "buyer id (new)"',
    '  t0 }o..|| t1 : "userId (dropped)"',
  ]);
});

test('what is made and what is dropped is shown whole, by schema where it is not public, and no picture is endless', () => {
  const wide = table(
    'wide',
    Array.from({ length: 30 }, (_, index) => column(`c${index}`)),
    [],
    'app',
  );
  const many = Array.from({ length: 30 }, (_, index) => table(`z"${index}`, [column('id')]));
  const text = drawChange(database(users), database(wide, ...many)) ?? '';
  expect(text).toContain('["app.wide (new)"] {\n    integer c0\n');
  expect(text).toContain('more columns "10"\n  }');
  expect(text).toContain(`["z'0 (new)"]`);
  expect(text).toContain('more["and 12 more tables"]');
  expect(text.match(/\{/g)).toHaveLength(20);
  expect(drawChange(database(users), database())).toContain('["users (dropped)"] {');
});
