import { describe, expect, it } from 'vitest';

import { corpus } from './corpus.fixture.ts';
import { migration } from './lint.fixture.ts';
import { lintMigrations } from './lint.ts';

describe('a realistic history', () => {
  it('has exactly the findings that each migration says', async () => {
    const { findings, squawkMissing } = await lintMigrations({
      root: '/project',
      migrations: corpus.map(({ name, up }) => migration(name, up, 'SELECT 1;')),
    });
    expect(squawkMissing).toBeUndefined();
    const found = corpus.map(({ name }) => ({
      name,
      finds: findings
        .filter((finding) => finding.migration === name && finding.source === 'agora')
        .map(({ severity, line, rule }) => `${severity} ${line} ${rule}`)
        .toSorted(),
    }));
    expect(found).toEqual(corpus.map(({ name, finds }) => ({ name, finds: finds.toSorted() })));
  });

  it('has the same errors whether squawk is asked or not', async () => {
    const migrations = corpus.map(({ name, up }) => migration(name, up, up));
    const errors = async (squawk: boolean) => {
      const { findings } = await lintMigrations({ root: '/project', migrations, squawk });
      return findings.filter(({ severity }) => severity === 'error');
    };
    const found = await errors(true);
    expect(found.length).toBeGreaterThan(20);
    expect(await errors(false)).toEqual(found);
  });

  it('says of every finding where, why, and what to do', async () => {
    const { findings } = await lintMigrations({
      root: '/project',
      migrations: corpus.map(({ name, up }) => migration(name, up, up)),
    });
    const poor = findings.filter(
      ({ line, column, endLine, endColumn, why, page }) =>
        line < 1 || column < 1 || why.length < 20 || page === '' || !(endLine > line || endColumn >= column),
    );
    expect(poor).toEqual([]);
    expect(findings.length).toBeGreaterThan(60);
  });

  it('lints 300 migrations, up and down, in one go', async () => {
    const migrations = Array.from({ length: 300 }, (_, index) => {
      const one = corpus[index % corpus.length]!;
      return migration(`${20_250_000_000_000 + index}_step`, one.up, one.up);
    });
    const { scripts } = await lintMigrations({ root: '/project', migrations });
    expect(scripts).toBe(600);
  });
});
