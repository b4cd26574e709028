import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { type Migration, makeScript } from '../project/folder.ts';
import { findHazards } from './hazards.ts';
import { rules } from '../lint/rules/index.ts';

const migration = (name: string, sql: string): Migration => ({
  name,
  directory: `/m/${name}`,
  up: makeScript(`/m/${name}/migration.sql`, sql),
});

const hazardsIn = (sql: string): string[] => findHazards([migration('1', sql)]).map(({ rule }) => rule);

const pages = path.join(import.meta.dirname, '..', 'lint', 'rules');

function examples(rule: string, kind: 'bad' | 'good'): string[] {
  const text = readFileSync(path.join(pages, rule, 'README.md'), 'utf8');
  return [...text.matchAll(/^```sql (bad|good)\n([\s\S]*?)\n```$/gm)].flatMap(([, found, sql]) =>
    found === kind ? [sql ?? ''] : [],
  );
}

/** Errors of the linter that a deploy knows by another name, or leaves to it. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  // What is seen without the history is the loss.
  'drop-add-column': ['drop-column'],
  'drop-add-table': ['drop-table'],
};

/** Good examples that only the history tells from bad ones: a deploy asks for them to be allowed. */
const STRICTER: ReadonlySet<string> = new Set(['set-not-null', 'change-column-type', 'drop-schema']);

const grave = rules.filter(
  ({ severity, category }) =>
    severity === 'error' && ['data-loss', 'breaks-code', 'blocks'].includes(category),
);

describe('what a deploy finds, and what the linter finds', () => {
  it('has every rule of the linter that tells of lost data, broken code or long locks', () => {
    expect(readdirSync(pages).length).toBeGreaterThan(40);
    expect(grave.length).toBeGreaterThan(18);
    const missed = grave.filter(({ name }) => {
      const hazards = examples(name, 'bad').flatMap(hazardsIn);
      return !(OTHERWISE[name] ?? [name]).every((one) => hazards.includes(one));
    });
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  it.each(grave.filter(({ name }) => !STRICTER.has(name)).map(({ name }) => name))(
    'has nothing against the good examples of %s',
    (rule) => {
      const names = [rule, ...(OTHERWISE[rule] ?? [])];
      expect(
        examples(rule, 'good')
          .flatMap(hazardsIn)
          .filter((name) => names.includes(name)),
      ).toEqual([]);
    },
  );

  it.each([
    [`ALTER TABLE a ALTER COLUMN b TYPE bigint USING b::bigint`, ['change-column-type']],
    [`ALTER TABLE a ADD COLUMN b int DEFAULT 1 NOT NULL, ADD c text`, []],
    [`ALTER TABLE a ADD b uuid NOT NULL DEFAULT gen_random_uuid()`, ['volatile-default']],
    [`ALTER TABLE a ADD b timestamptz NOT NULL DEFAULT now()`, []],
    [`ALTER TABLE a ADD "check" text DEFAULT 'unique'`, []],
    [`ALTER TABLE a ADD UNIQUE (b), DROP CONSTRAINT c, DROP d`, ['drop-column', 'constraint-builds-index']],
    [`ALTER TABLE a ADD CONSTRAINT b UNIQUE USING INDEX c`, []],
    [`ALTER TABLE a ADD b int REFERENCES c`, []],
    [
      `DO $$ BEGIN IF true THEN DROP TABLE a; END IF; ALTER TABLE c DROP COLUMN d; END $$`,
      ['drop-table', 'drop-column'],
    ],
    [`CREATE TABLE a (id int); ALTER TABLE a ADD CHECK (id > 0), ADD UNIQUE (id); DROP TABLE a`, []],
    [`ALTER TABLE a RENAME CONSTRAINT b TO c`, []],
    [`ALTER TABLE a SET SCHEMA c`, ['rename-table']],
    [`ALTER TABLE a DETACH PARTITION b`, ['require-concurrent-partition-detach']],
    [`ALTER DOMAIN a ADD CHECK (VALUE > 0)`, ['ban-alter-domain-with-add-constraint']],
    [`-- agora: allow drop-add-column because it is none\nALTER TABLE a DROP COLUMN b`, []],
  ])('%s', (sql, expected) => {
    expect(hazardsIn(sql)).toEqual(expected);
  });
});
