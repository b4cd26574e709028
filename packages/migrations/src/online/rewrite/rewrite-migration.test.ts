import { splitStatements } from '@agora/postgres';
import { loadParser, parseStatements } from '@agora/postgres/parser';
import { expect, test } from 'vitest';

import { migration } from '../../lint/lint.fixture.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import { SchemaModel } from '../../script/model/schema-model.ts';
import { rewriteMigration } from './rewrite-migration.ts';

test('of a migration marked compatible those parts are that only add', async () => {
  await loadParser();
  const model = new SchemaModel('public');
  for (const statement of parseStatements(splitStatements('CREATE TABLE t (id int PRIMARY KEY, n int)'))
    .statements)
    applyStatement(model, statement);
  model.migration = 1;
  const column = { type: 'integer', notNull: true };
  const table = { columns: new Map([['id', column]]), key: ['id'], partitioned: false, partitions: [] };
  const { parts } = await rewriteMigration({
    model,
    migration: migration(
      '20260102000000_more',
      '-- agora: compatible\nALTER TABLE t ADD COLUMN made uuid DEFAULT gen_random_uuid();\nCREATE INDEX t_n ON t (n);',
    ),
    facts: {
      version: 18,
      tables: new Map([['public.t', table]]),
      taken: new Set(),
      refreshable: new Set(),
      expansions: new Map(),
      rebuilds: new Map(),
    },
  });
  expect(
    parts.map(({ up, backfill }) => [
      /ADD COLUMN|CREATE INDEX/.exec(up)?.[0],
      backfill !== undefined,
      up.includes('-- agora: compatible'),
    ]),
  ).toEqual([
    ['ADD COLUMN', true, false],
    ['CREATE INDEX', false, true],
  ]);
});
