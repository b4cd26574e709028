import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { lintTexts, schema } from '../lint.fixture.ts';
import type { LintResult } from '../lint.ts';
import { annotationOf } from './annotation.ts';
import { renderGithub } from './github.ts';
import { lintAsJson } from './json.ts';
import { lintAsSarif } from './sarif.ts';
import { renderLintText } from './text.ts';

let result: LintResult;

const positive = z.int().min(1);
/** What the schema of SARIF 2.1.0 requires of the parts that we write. */
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: z.strictObject({ text: z.string() }),
              fullDescription: z.strictObject({ text: z.string() }),
              help: z.strictObject({ text: z.string() }),
              helpUri: z.url().optional(),
              defaultConfiguration: z.strictObject({ level: z.enum(['none', 'note', 'warning', 'error']) }),
              properties: z.record(z.string(), z.unknown()),
            }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z.array(
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({ uri: z.string(), uriBaseId: z.string() }),
                region: z.strictObject({
                  startLine: positive,
                  startColumn: positive,
                  endLine: positive,
                  endColumn: positive,
                }),
              }),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z
            .array(z.strictObject({ kind: z.enum(['inSource', 'external']), justification: z.string() }))
            .optional(),
          properties: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});

beforeAll(async () => {
  result = await lintTexts([
    schema,
    `-- agora: allow truncate because it is a cache
ALTER TABLE "User" ADD COLUMN "漢字" TEXT NOT NULL, DROP COLUMN
  age;
TRUNCATE "User";
CREATE INDEX i1 ON "Post"(id);
CREATE INDEX i2 ON "Post"(id);
CREATE INDEX i3 ON "Post"(id);
CREATE INDEX i4 ON "Post"(id);`,
  ]);
});

describe('text', () => {
  it('shows the line with carets under the place, wide characters counted as two', () => {
    const text = renderLintText(result);
    expect(text).toContain(
      [
        'prisma/migrations/20260102000000_step/migration.sql',
        '',
        '  error required-column 2:20  lock: ACCESS EXCLUSIVE, reads every row',
        '    |',
        '  2 | ALTER TABLE "User" ADD COLUMN "漢字" TEXT NOT NULL, DROP COLUMN',
        `    | ${' '.repeat(19)}${'^'.repeat('ADD COLUMN "xxxx" TEXT NOT NULL'.length)}`,
        '  User.漢字 is required and has no value for the rows that exist.',
      ].join('\n'),
    );
    expect(text).toContain(`    | ${' '.repeat(52)}${'^'.repeat('DROP COLUMN'.length)} to line 3`);
  });

  it('explains a rule once, gathers what repeats, and counts', () => {
    const text = renderLintText(result);
    expect(text.match(/The table is locked in SHARE mode/g)).toHaveLength(1);
    expect(text).toContain('... and 1 more of index-not-concurrent');
    expect(text).toMatch(
      /6 errors, \d+ info in 2 migrations\n\d+ below the level shown \(--level info\)\n1 allowed by directives\n$/,
    );
    expect(renderLintText(result, { perRule: Infinity })).not.toContain('more of');
  });

  it('counts what repeats through a long history, and says how to set it aside', async () => {
    const drops = Array.from({ length: 30 }, (_, n) => `DROP TABLE "T${n}";`);
    const long = await lintTexts([drops.map((_, n) => `CREATE TABLE "T${n}" ();`).join('\n'), ...drops]);
    const text = renderLintText(long);
    expect(text.match(/error drop-table/g)).toHaveLength(20);
    expect(text).toContain('... and 10 more of drop-table in other migrations');
    expect(text).toContain('--since <migration>');
    expect(text).toMatch(/30 errors.* in 31 migrations/);
    const all = renderLintText(long, { perRuleInAll: Infinity });
    expect(all.match(/error drop-table/g)).toHaveLength(30);
    expect(all).not.toContain('--since');
  });

  it('cuts a long line around the place', async () => {
    const long = await lintTexts([schema, `SELECT '${'x'.repeat(300)}'; DROP TABLE "User";`]);
    const lines = renderLintText(long).split('\n');
    const at = lines.findIndex((line) => line.includes('DROP TABLE'));
    expect(lines[at]!.length).toBeLessThan(130);
    expect(lines[at + 1]!.indexOf('^')).toBe(lines[at]!.indexOf('DROP TABLE'));
  });

  it('says so when there is nothing', async () => {
    expect(renderLintText(await lintTexts(['SELECT 1;']))).toBe('nothing found in 1 migration\n');
  });
});

describe('JSON', () => {
  it('is plain data that survives', () => {
    const json = lintAsJson(result);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json).toMatchObject({ version: 1, migrations: 2, scripts: 4, counts: { error: 6 } });
  });
});

describe('GitHub annotations', () => {
  it('writes one command a finding, escaped', () => {
    const lines = renderGithub(result.findings.map(annotationOf), 'packages/db/').trimEnd().split('\n');
    expect(lines).toHaveLength(result.findings.length);
    expect(lines.find((line) => line.includes('required-column'))).toMatch(
      /^::error file=packages\/db\/prisma\/migrations\/20260102000000_step\/migration\.sql,line=2,endLine=2,col=20,endColumn=49,title=required-column::User\.漢字 is required .*%0A/,
    );
    const [odd] = renderGithub([
      { ...annotationOf(result.findings[0]!), file: 'a,b:c.sql', message: '100%\r\n' },
    ])
      .split('::')
      .slice(1);
    expect(odd).toContain('file=a%2Cb%3Ac.sql,');
  });
});

describe('SARIF', () => {
  it('has what the schema of 2.1.0 requires', () => {
    const log = sarifLog.parse(lintAsSarif(result, 'packages/db/'));
    const [run] = log.runs;
    const { driver } = run!.tool;
    expect(driver.name).toBe('agora migrate lint');
    expect(driver.rules.map(({ id }) => id)).toEqual([...new Set(driver.rules.map(({ id }) => id))]);
    expect(run!.columnKind).toBe('utf16CodeUnits');
    expect(run!.results).toHaveLength(result.findings.length + result.allowed.length);
    for (const one of run!.results) {
      expect(driver.rules[one.ruleIndex]?.id).toBe(one.ruleId);
      const [location] = one.locations;
      const { artifactLocation, region } = location!.physicalLocation;
      expect(artifactLocation.uri).toMatch(/^packages\/db\/prisma\/migrations\/[^\\ ]+\.sql$/);
      expect(region.endLine > region.startLine || region.endColumn >= region.startColumn).toBe(true);
      expect(Object.values(one.partialFingerprints)[0]).toMatch(/^[0-9a-f]{64}$/);
    }
    const suppressed = run!.results.filter(({ suppressions }) => suppressions);
    expect(suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['truncate', [{ kind: 'inSource', justification: 'it is a cache' }]],
    ]);
  });
});
