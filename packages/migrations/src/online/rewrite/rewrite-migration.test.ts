import { splitStatements } from '@agora/postgres';
import { loadParser, parseStatements } from '@agora/postgres/parser';
import { expect, test } from 'vitest';

import { migration } from '../../lint/lint.fixture.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import { SchemaModel } from '../../script/model/schema-model.ts';
import type { NamedMigration } from '../online-migration.ts';
import type { Facts, TableState } from './facts.ts';
import { rewriteMigration } from './rewrite-migration.ts';

/** What a migration becomes after a first one, on a server of this version. */
async function rewritten(
  before: string,
  up: string,
  facts: Pick<Facts, 'version' | 'tables'>,
): Promise<readonly NamedMigration[]> {
  await loadParser();
  const model = new SchemaModel('public');
  for (const statement of parseStatements(splitStatements(before)).statements)
    applyStatement(model, statement);
  model.migration = 1;
  const { parts } = await rewriteMigration({
    model,
    migration: migration('20260102000000_more', up),
    facts: {
      ...facts,
      taken: new Set(),
      refreshable: new Set(),
      expansions: new Map(),
      rebuilds: new Map(),
    },
  });
  return parts;
}

test('of a migration marked compatible those parts are that only add', async () => {
  const column = { type: 'integer', notNull: true };
  const table = { columns: new Map([['id', column]]), key: ['id'], partitioned: false, partitions: [] };
  const parts = await rewritten(
    'CREATE TABLE t (id int PRIMARY KEY, n int)',
    '-- agora: compatible\nALTER TABLE t ADD COLUMN made uuid DEFAULT gen_random_uuid();\nCREATE INDEX t_n ON t (n);',
    { version: 18, tables: new Map([['public.t', table]]) },
  );
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

test('a foreign key of a partitioned table comes by its partitions before PostgreSQL 18, each once', async () => {
  const none: TableState = { columns: new Map(), key: [], partitioned: false, partitions: [] };
  const partitions = [{ schema: 'public', name: 'e_1' }];
  const parts = await rewritten(
    'CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE e (u int) PARTITION BY RANGE (u); CREATE TABLE e_1 PARTITION OF e DEFAULT',
    'ALTER TABLE e ADD CONSTRAINT e_u FOREIGN KEY (u) REFERENCES u;',
    {
      version: 17,
      tables: new Map([
        ['public.e', { ...none, partitioned: true, partitions }],
        ['public.e_1', none],
      ]),
    },
  );
  expect(parts.map(({ up }) => up.match(/(?:-- agora: allow \S+|ALTER TABLE \S+ \w+)/g))).toEqual([
    ['ALTER TABLE "public"."e_1" ADD'],
    ['ALTER TABLE "public"."e_1" VALIDATE'],
    ['-- agora: allow foreign-key-not-valid', 'ALTER TABLE "e" ADD'],
  ]);
});
