import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { migration } from '../lint.fixture.ts';
import { describeHold } from '../locks/hold.ts';
import { lintMigrations } from '../lint.ts';
import { reportedSquawkRules } from '../squawk/squawk-rules.ts';
import { renderRuleIndex } from './rule-index.ts';
import { rules } from './index.ts';

const folder = import.meta.dirname;

interface Page {
  readonly text: string;
  readonly before: readonly string[];
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

function readPage(rule: string): Page {
  const text = readFileSync(path.join(folder, rule, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```sql (before|bad|good)\n([\s\S]*?)\n```$/gm)];
  const of = (kind: string): string[] =>
    blocks.filter(([, one]) => one === kind).map(([, , sql]) => sql ?? '');
  return { text, before: of('before'), bad: of('bad'), good: of('good') };
}

describe('the pages of the rules', () => {
  it('has a room with a rule, a page and a test for each registered rule, and no other room', () => {
    const rooms = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => name).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
    for (const { name } of rules) {
      for (const file of ['rule.ts', 'README.md', 'rule.test.ts']) {
        expect(existsSync(path.join(folder, name, file)), `${name}/${file}`).toBe(true);
      }
    }
  });

  // Brought up to date by: npx vitest run src/lint/rules/pages.test.ts -u
  it('has an index of all rules that is true', async () => {
    await expect(renderRuleIndex()).toMatchFileSnapshot('README.md');
  });

  for (const rule of rules) {
    it(`${rule.name}: the bad example is reported, the good one is not, the text is the rule's`, async () => {
      const { text, before, bad, good } = readPage(rule.name);
      const run = async (scripts: readonly string[]): ReturnType<typeof lintMigrations> => {
        const all = [...before, ...scripts];
        const down = rule.name === 'missing-down' ? undefined : 'SELECT 1;';
        const migrations = all.map((sql, index) => migration(`2026010${index + 1}000000_page`, sql, down));
        return lintMigrations({
          root: '/project',
          migrations,
          only: migrations.slice(before.length).map(({ name }) => name),
        });
      };
      expect(text).toContain(rule.summary);
      expect(text).toContain(rule.why);
      expect(text).toContain(`| ${rule.severity} | ${rule.category} | ${describeHold(rule) || 'none'} |`);
      expect(bad).toHaveLength(1);
      expect(good.length).toBeGreaterThan(0);

      const reported = (await run(bad)).findings;
      expect(reported.map((finding) => finding.rule)).toContain(rule.name);
      const mine = reported.filter((finding) => finding.rule === rule.name);
      expect(mine[0]?.page).toContain(`/${rule.name}/README.md`);

      const after = (await run(good)).findings.filter(
        (finding) => finding.rule === rule.name || finding.severity === 'error',
      );
      expect(after.map(({ rule: name, message }) => `${name}: ${message}`)).toEqual([]);
    });
  }

  it('never shares a name with a rule of squawk', () => {
    const own = new Set(rules.map(({ name }) => name));
    expect(reportedSquawkRules.filter((name) => own.has(name))).toEqual([]);
  });
});
