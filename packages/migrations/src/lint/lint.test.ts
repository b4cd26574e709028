import { describe, expect, it } from 'vitest';

import { lintTexts, migration, schema } from './lint.fixture.ts';
import { lintMigrations } from './lint.ts';

const drop = 'DROP TABLE "Post";';

describe('lintMigrations', () => {
  it('leaves out what stands before the baseline, and still knows it', async () => {
    const { findings, migrations, scripts } = await lintTexts(
      [schema, drop, 'ALTER TABLE "User" ALTER COLUMN name TYPE VARCHAR(30);\nDROP TABLE "User";'],
      { since: '20260102000000_step' },
    );
    expect(findings.map(({ rule, migration: name }) => `${name} ${rule}`)).toEqual([
      '20260103000000_step drop-table',
    ]);
    expect([migrations, scripts]).toEqual([1, 2]);
  });

  it('refuses a baseline that does not exist', async () => {
    await expect(lintTexts([schema], { since: '2031' })).rejects.toMatchObject({
      code: 'migrations.unknown_target',
    });
  });

  it('takes severities, and refuses those of unknown rules', async () => {
    const { findings, counts } = await lintTexts([schema, `${drop}\nTRUNCATE "User";`], {
      severities: {
        'drop-table': 'info',
        truncate: 'off',
        'prefer-bigint-over-int': 'warning',
        'prefer-timestamp-tz': 'off',
      },
    });
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'warning prefer-bigint-over-int',
      'info drop-table',
    ]);
    expect(counts).toEqual({ error: 0, warning: 1, info: 1 });
    await expect(lintTexts([schema], { severities: { nonsense: 'off' } })).rejects.toMatchObject({
      code: 'lint.unknown_rule',
    });
  });

  it('keeps what is allowed, with its reason', async () => {
    const { findings, allowed } = await lintTexts([
      schema,
      `-- agora: allow drop-table because it moved to S3\n${drop}`,
    ]);
    expect(findings.filter(({ rule }) => rule === 'drop-table')).toEqual([]);
    expect(allowed.map(({ rule, reason }) => [rule, reason])).toEqual([['drop-table', 'it moved to S3']]);
  });

  it('allows rules of squawk the same way', async () => {
    const text =
      '-- agora: allow ban-char-field because codes have three letters\nALTER TABLE "User" ADD COLUMN c CHAR(3);';
    const { findings, allowed } = await lintTexts([schema, text]);
    expect(findings.some(({ rule }) => rule === 'ban-char-field')).toBe(false);
    expect(allowed.map(({ rule, source }) => [rule, source])).toEqual([['ban-char-field', 'squawk']]);
  });

  it('resolves unqualified names to the schema of the URL', async () => {
    const texts = ['CREATE TABLE t (a INT);\nCREATE INDEX i ON "app"."t"(a);'];
    const rulesOf = async (defaultSchema: string): Promise<string[]> =>
      (await lintTexts(texts, { squawk: false, defaultSchema })).findings.map(({ rule }) => rule);
    expect(await rulesOf('app')).toEqual([]);
    expect(await rulesOf('public')).toEqual(['index-not-concurrent']);
  });

  it('proposes names that PostgreSQL keeps, however long those of table and column are', async () => {
    const [table, column] = [`"${'T'.repeat(63)}"`, `"${'ü'.repeat(31)}"`];
    const { findings } = await lintTexts([
      `CREATE TABLE ${table} (id int, ${column} int, c text);`,
      `ALTER TABLE ${table} ALTER ${column} TYPE bigint, ADD CHECK (${column} > 0), ADD UNIQUE (${column}), ADD PRIMARY KEY (id),
         ADD FOREIGN KEY (${column}) REFERENCES ${table}, ADD n int CHECK (n > 0), ALTER ${column} SET EXPRESSION AS (1);`,
    ]);
    const names = findings.flatMap(({ fix }) => [...fix.matchAll(/"([^"]+)"/g)].map(([, one]) => one));
    expect(names.length).toBeGreaterThan(6);
    expect(names.filter((one = '') => Buffer.byteLength(one) > 63)).toEqual([]);
  });

  it('names files with forward slashes, relative to the root, and hands out their text', async () => {
    const { findings, sources } = await lintTexts([schema, drop]);
    const [finding] = findings.filter(({ rule }) => rule === 'drop-table');
    expect(finding?.file).toBe('prisma/migrations/20260102000000_step/migration.sql');
    expect(sources.get(finding?.file ?? '')).toBe(drop);
  });

  it('finds nothing in an empty project', async () => {
    expect(await lintMigrations({ root: '/', migrations: [] })).toMatchObject({
      findings: [],
      migrations: 0,
      scripts: 0,
    });
  });

  it('is the same whatever was linted before, and parses what another parser would not', async () => {
    const odd = migration(
      '20260101000000_odd',
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $fn$
BEGIN
  DROP TABLE "User"; -- a body is run later, if ever
  RETURN NEW;
END $fn$;
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;`,
    );
    const run = async (): Promise<unknown> =>
      (await lintMigrations({ root: '/project', migrations: [odd] })).findings;
    const first = await run();
    expect(first).toEqual(await run());
    expect(first).toMatchObject([{ rule: 'missing-down', line: 1 }]);
  });
});
