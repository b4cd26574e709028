import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { corpus } from './corpus.fixture.ts';
import { migration } from './lint.fixture.ts';
import { lintMigrations } from './lint.ts';
import { pendingHazards } from './pending-hazards.ts';
import { rules } from './rules/index.ts';

interface Asked {
  readonly allowed?: readonly string[];
  /** How many of the texts are applied already. */
  readonly applied?: number;
}

async function hazardsIn(texts: readonly string[], { allowed = [], applied = 0 }: Asked = {}) {
  const migrations = texts.map((text, index) => migration(`${index + 1}_step`, text));
  const hazards = await pendingHazards({
    migrations,
    pending: new Set(migrations.slice(applied).map(({ name }) => name)),
    defaultSchema: 'public',
    allowed: new Set(allowed),
  });
  return hazards.map(({ migration: name, line, rule }) => `${name}:${line} ${rule}`);
}

const rulesIn = async (sql: string): Promise<string[]> =>
  (await hazardsIn([sql])).map((found) => found.split(' ')[1] ?? '');

function examples(rule: string, kind: 'before' | 'bad' | 'good'): string[] {
  const text = readFileSync(path.join(import.meta.dirname, 'rules', rule, 'README.md'), 'utf8');
  return [...text.matchAll(/^```sql (before|bad|good)\n([\s\S]*?)\n```$/gm)].flatMap(([, found, sql]) =>
    found === kind ? [sql ?? ''] : [],
  );
}

const grave = rules.filter(
  ({ severity, category }) =>
    severity === 'error' && ['data-loss', 'breaks-code', 'blocks'].includes(category),
);

describe('what a deploy asks to be allowed', () => {
  it.each(grave.map(({ name }) => name))(
    'has the bad example of %s, and none of the good ones',
    async (rule) => {
      const before = examples(rule, 'before');
      const bad = await hazardsIn([...before, ...examples(rule, 'bad')], { applied: before.length });
      expect(bad.map((found) => found.split(' ')[1])).toContain(rule);
      const good = await hazardsIn([...before, ...examples(rule, 'good')], { applied: before.length });
      expect(good.filter((found) => found.endsWith(` ${rule}`))).toEqual([]);
    },
  );

  it('is every grave error of the linter, of each migration of a history', async () => {
    expect(grave.length).toBeGreaterThan(18);
    const migrations = corpus.map(({ name, up }) => migration(name, up));
    for (const one of migrations) {
      const { findings } = await lintMigrations({ root: '/', migrations, only: [one.name], squawk: false });
      const reported = findings
        .filter(({ severity, category }) => severity === 'error' && !['fails', 'hygiene'].includes(category))
        .map(({ line, rule }) => `${line} ${rule}`);
      const asked = await pendingHazards({
        migrations,
        pending: new Set([one.name]),
        defaultSchema: 'public',
        allowed: new Set(),
      });
      expect(asked.map(({ line, rule }) => `${line} ${rule}`)).toEqual(expect.arrayContaining(reported));
    }
  });

  it('tells a hazard under its own name where the linter tells of a failure first', async () => {
    const unique = 'CREATE UNIQUE INDEX i ON a (b);';
    expect(await hazardsIn([unique])).toEqual(['1_step:1 index-not-concurrent']);
    expect(await hazardsIn([unique], { allowed: ['unique-on-existing-column'] })).toHaveLength(1);
    expect(await hazardsIn([unique], { allowed: ['index-not-concurrent'] })).toEqual([]);
  });

  it('spares what pending migrations make themselves, and not what applied ones made', async () => {
    const texts = [
      'CREATE TABLE new (id int, old int); CREATE INDEX i ON new (id); ALTER TABLE new DROP COLUMN old;',
      'CREATE INDEX j ON new (id);\nDROP TABLE new;',
    ];
    expect(await hazardsIn(texts)).toEqual([]);
    expect(await hazardsIn(texts, { applied: 1 })).toEqual([
      '2_step:1 index-not-concurrent',
      '2_step:2 drop-table',
    ]);
  });

  it('is reported apart by transaction all the same', async () => {
    const texts = [
      'ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;',
      'ALTER TABLE a VALIDATE CONSTRAINT c;',
    ];
    expect(await hazardsIn(texts)).toEqual([]);
    expect(await hazardsIn([texts.join('\n')])).toEqual(['1_step:2 validate-in-same-transaction']);
  });

  it('leaves out what the file or the caller allows', async () => {
    const drop =
      'DROP TABLE old;\nALTER TABLE "User" DROP COLUMN "email", DROP CONSTRAINT c, ALTER COLUMN b DROP DEFAULT;';
    expect(await hazardsIn([drop])).toEqual(['1_step:1 drop-table', '1_step:2 drop-column']);
    expect(await hazardsIn([drop], { allowed: ['drop-table'] })).toEqual(['1_step:2 drop-column']);
    expect(await hazardsIn([`-- agora: allow drop-table because it is empty\n${drop}`])).toEqual([
      '1_step:3 drop-column',
    ]);
  });

  it('knows what the history says: a varchar that grows, a check that was validated', async () => {
    const texts = [
      'CREATE TABLE a (b varchar(10), c int);',
      'ALTER TABLE a ADD CONSTRAINT c_set CHECK (c IS NOT NULL) NOT VALID;',
      'ALTER TABLE a VALIDATE CONSTRAINT c_set;',
      'ALTER TABLE a ALTER COLUMN b TYPE varchar(20);\nALTER TABLE a ALTER COLUMN c SET NOT NULL;\nALTER TABLE a ALTER COLUMN b TYPE varchar(5);',
    ];
    expect(await hazardsIn(texts, { applied: 3 })).toEqual(['4_step:3 change-column-type']);
  });

  it.each([
    [`ALTER TABLE a ALTER COLUMN b TYPE bigint USING b::bigint`, ['change-column-type']],
    [`ALTER TABLE a ADD COLUMN b int DEFAULT 1 NOT NULL, ADD c text`, []],
    [`ALTER TABLE a ADD b uuid NOT NULL DEFAULT gen_random_uuid()`, ['volatile-default']],
    [`ALTER TABLE a ADD b timestamptz NOT NULL DEFAULT now()`, []],
    [`ALTER TABLE a ADD "check" text DEFAULT 'unique'`, []],
    [`ALTER TABLE a ADD UNIQUE (b), DROP CONSTRAINT c, DROP d`, ['constraint-builds-index', 'drop-column']],
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
    [`ALTER TABLE a DROP COLUMN b, ADD COLUMN b_2 int`, ['drop-add-column']],
    [
      `-- agora: allow drop-add-column because it is none\nALTER TABLE a DROP COLUMN b, ADD COLUMN b_2 int`,
      ['drop-column'],
    ],
  ])('%s', async (sql, expected) => {
    expect(await rulesIn(sql)).toEqual(expected);
  });
});
