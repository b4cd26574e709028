import { withConnection } from '@agora/postgres';
import type { ColumnType } from '@agora/seeding';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { forumTemplate } from '../../testing/forum-template.fixture.ts';
import { columns, row, tag } from './factory-types.fixture.ts';
import { defineFactory } from './factory.ts';
import { factories } from './index.ts';
import { quietForum } from './quiet-forum.ts';

const database = useTestDatabase({ template: forumTemplate });

/** What PostgreSQL calls the types of columns; an enum has a name of its own. */
const names: Readonly<Record<string, ColumnType>> = { varchar: 'text' };

test('every seeded column is of the type that its factory says', async () => {
  const { rows } = await withConnection(database.url, (client) =>
    client.query<{ column: string; type: string }>(
      `SELECT a.attrelid::regclass || '.' || a.attname AS column, CASE t.typtype WHEN 'e' THEN 'label' ELSE t.typname END AS type
         FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = ANY ($1::text[]::regclass[]) AND a.attnum > 0`,
      [factories.map(({ table }) => table)],
    ),
  );
  const stored = new Map(rows.map(({ column, type }) => [column, names[type] ?? type]));
  for (const { table, columns, types } of factories) {
    const declared = columns.map((column, index) => `${table}.${column} ${types[index]}`);
    expect(declared).toEqual(
      columns.map((column) => `${table}.${column} ${stored.get(`${table}.${column}`)}`),
    );
  }
});

test('a factory names its columns after the fields of the model, in their order', () => {
  const factory = defineFactory('Tag', { ...tag, columns, row: () => row });
  expect(factory).toMatchObject({
    entity: 'tags',
    columns: ['community_id', 'id', 'name', 'created_at'],
    key: ['community_id', 'id'],
    scope: 'community_id',
  });
  expect(factory.columns.map((column) => factory.row(quietForum, 0)[column])).toEqual(Object.values(row));
});
