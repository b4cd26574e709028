import { describe, expect, it } from 'vitest';

import { migration, schema } from '../lint.fixture.ts';
import { lintMigrations, type LintResult } from '../lint.ts';
import { ruleNames } from '../rule-names.ts';
import { corpus } from '../corpus.fixture.ts';
import { runSquawk } from './run-squawk.ts';
import { squawkRules } from './squawk-rules.ts';

async function lint(up: string, down?: string): Promise<LintResult['findings']> {
  const migrations = [
    migration('1_schema', schema, 'SELECT 1;'),
    migration('2_step', up, down ?? 'SELECT 1;'),
  ];
  const { findings } = await lintMigrations({ root: '/project', migrations, only: ['2_step'] });
  return findings.filter(({ source }) => source === 'squawk');
}

describe('squawk', () => {
  it('knows every rule that the table silences, and the table every rule that it reports', async () => {
    const silenced = Object.entries(squawkRules).filter(([, rule]) => rule.reportedBy !== 'squawk');
    const asked = silenced
      .map(([name]) => name)
      .filter((name) => !['syntax-error', 'unused-ignore'].includes(name));
    const run = await runSquawk(['SELECT 1;'], { exclude: asked });
    expect(run).toEqual({ ran: true, findings: [] });
    const everything = await runSquawk(
      corpus.map(({ up }) => up),
      { exclude: ['require-table-schema'] },
    );
    if (!everything.ran) throw new Error(everything.reason);
    const reported = new Set(everything.findings.map(({ rule }) => rule));
    expect([...reported].filter((rule) => !(rule in squawkRules))).toEqual([]);
    expect(reported.size).toBeGreaterThan(20);
  });

  it('names only rules of ours that exist', () => {
    const named = Object.values(squawkRules).flatMap((rule) =>
      rule.reportedBy === 'squawk' ? [] : (rule.rules ?? []),
    );
    expect(named.filter((name) => !ruleNames.has(name))).toEqual([]);
  });

  it('says why when a rule name is refused', async () => {
    const run = await runSquawk(['SELECT 1;'], { exclude: ['nonsense'] });
    expect(run.ran ? '' : run.reason).toMatch(/ended with 2: .*nonsense/);
  });

  it('places its findings in UTF-16 units, after characters of every width', async () => {
    const [finding] = await lint('SELECT 1;\r\nALTER TABLE "User" ADD COLUMN "é漢🎉" CHAR(3);');
    expect(finding).toMatchObject({ rule: 'ban-char-field', line: 2, column: 38, endLine: 2, endColumn: 45 });
  });

  it('keeps silent about new tables where that matters', async () => {
    const texts = [
      'CREATE TABLE t (a INT8 NOT NULL);\nALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;',
      'ALTER TABLE "User" ALTER COLUMN email DROP NOT NULL;',
    ];
    const found = await Promise.all(texts.map((text) => lint(text)));
    expect(found.map((findings) => findings.map(({ rule }) => rule))).toEqual([[], ['ban-drop-not-null']]);
  });

  it('gives no advice about the way back', async () => {
    expect(await lint('SELECT 1;', 'ALTER TABLE "User" ADD COLUMN c CHAR(3);')).toEqual([]);
  });

  it('leaves no hazard unreported: where a silenced rule of squawk speaks, one of ours does, or the corpus says why not', async () => {
    const run = await runSquawk(
      corpus.map(({ up }) => up),
      { exclude: ['require-table-schema'] },
    );
    if (!run.ran) throw new Error(run.reason);
    const unreported: string[] = [];
    for (const [index, one] of corpus.entries()) {
      const { findings, allowed } = await lintMigrations({
        root: '/project',
        migrations: corpus.slice(0, index + 1).map(({ name, up }) => migration(name, up, 'SELECT 1;')),
        only: [one.name],
        squawk: false,
      });
      const ours = new Set([...findings, ...allowed].map(({ rule }) => rule));
      for (const { rule, line } of run.findings.filter(({ source }) => source === index)) {
        const entry = squawkRules[rule];
        if (entry?.reportedBy !== 'agora' || entry.rules?.some((name) => ours.has(name))) continue;
        if (!one.harmless?.includes(rule)) unreported.push(`${one.name}:${line + 1} ${rule}`);
      }
    }
    expect(unreported).toEqual([]);
  });
});
