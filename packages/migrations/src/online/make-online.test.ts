import path from 'node:path';

import { readServerVersion, withConnection } from '@agora/postgres';
import { everyThird, testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { lintMigrations } from '../lint/lint.ts';
import { makeScript, type Migration } from '../project/folder.ts';
import { INIT } from './case.fixture.ts';
import { CASES } from './cases.fixture.ts';
import { makeOnline, rewriteChosen } from './make-online.ts';

function migration(name: string, sql: string): Migration {
  const directory = path.join(path.resolve('/project/migrations'), name);
  return { name, directory, up: makeScript(path.join(directory, 'migration.sql'), sql) };
}

const history = (up: string): readonly Migration[] => [
  migration('20240101000000_init', INIT),
  migration('20240102000000_change', up),
  migration('20240201000000_next', 'SELECT 1;'),
];

describe('makeOnline', () => {
  for (const one of everyThird(CASES)) {
    it(`${one.it}:`, async () => {
      const input = {
        adminUrl: await testServerUrl(),
        isChosen: ({ name }: Migration) => name.includes('_change'),
      };
      const before = history(one.up);
      const work = { ...input, migrations: before };
      const reports = one.back === true ? (await makeOnline(work)).reports : await rewriteChosen(work);
      const [report] = reports;
      const parts = report?.rewritten.length ? report.parts : [];
      const migrations = before.flatMap((old) => (old === report?.original ? report.parts : [old]));
      expect(report?.equality?.differences ?? []).toEqual([]);
      expect(one.filled === true ? report?.equality?.notes : []).toEqual([]);
      const version = await withConnection(input.adminUrl, readServerVersion);
      const files = (version < 180_000 ? one.before18 : undefined) ?? one.files;
      expect(parts.length === files.length ? [] : parts.map(({ up }) => up.sql)).toEqual([]);
      for (const [index, holds] of files.entries())
        for (const text of holds) expect(parts[index]?.up.sql).toContain(text);
      const backfills = parts.flatMap(({ backfill }) =>
        backfill?.kind === 'sql' ? [backfill.script.sql] : [],
      );
      expect(backfills).toHaveLength(one.backfills?.length ?? 0);
      for (const [index, text] of (one.backfills ?? []).entries()) expect(backfills[index]).toContain(text);
      const left = (report?.left ?? []).map(({ reason }) => reason);
      expect(left.length === (one.left?.length ?? 0) ? [] : left).toEqual([]);
      for (const [index, text] of (one.left ?? []).entries()) expect(left[index]).toContain(text);
      expect(report?.proofs ?? []).toHaveLength(one.back === true ? parts.length : 0);
      expect(report?.proofs.filter(({ outcome }) => !outcome.startsWith('proven')) ?? []).toEqual([]);
      // In the order of their names, and nothing felt is left but what the report says.
      expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).toSorted());
      const names = parts.map(({ name }) => name);
      if (names.length === 0) return;
      const { findings } = await lintMigrations({ root: '/', migrations, only: names, squawk: false });
      const faults = ['unused-suppression', 'invalid-directive', 'no-transaction-missing', 'not-atomic'];
      expect(findings.filter(({ rule }) => faults.includes(rule))).toEqual([]);
      const open = findings.filter((finding) => finding.direction === 'up' && finding.severity === 'error');
      expect(open.map(({ rule }) => rule)).toEqual(
        report?.left.filter(({ finding }) => finding.severity === 'error').map(({ finding }) => finding.rule),
      );
    });
  }
});
