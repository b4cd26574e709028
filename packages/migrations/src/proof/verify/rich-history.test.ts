import { slowTests, testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { describeSummary, summarizeReports } from './report.ts';
import { RICH_HISTORY } from './rich-history.fixture.ts';
import { walkHistory } from './verify.ts';

const migrations: readonly Migration[] = RICH_HISTORY.map(({ name, sql }) => ({
  name,
  directory: `/rich/${name}`,
  up: makeScript(`/rich/${name}/migration.sql`, sql),
}));

// PostgreSQL can reverse all of these; what some of them drop cannot come back, and that is told exactly.
it.runIf(slowTests)(
  'generates a way back for each kind of change in a long history, and proves it on rows',
  { timeout: 600_000 },
  async () => {
    const started = performance.now();
    const reports = await walkHistory(migrations, { adminUrl: await testServerUrl(), generate: () => true });
    const summary = summarizeReports(reports);
    process.stdout.write(
      `${describeSummary(summary)} in ${Math.round((performance.now() - started) / 1000)} s\n`,
    );
    for (const report of reports) {
      if (report.outcome !== 'proven')
        process.stdout.write(
          `  ${report.migration}: ${report.outcome} ${report.lost.join(', ')} ${report.reason ?? ''}\n`,
        );
    }
    expect(migrations.length).toBeGreaterThanOrEqual(40);
    expect(
      Object.fromEntries(reports.map((report) => [report.migration, [...report.lost].toSorted()])),
    ).toEqual(
      Object.fromEntries(RICH_HISTORY.map(({ name, loses }) => [name, [...(loses ?? [])].toSorted()])),
    );
    expect(reports.filter((report) => !report.outcome.startsWith('proven'))).toEqual([]);

    const sql = (name: string): string =>
      reports.find((one) => one.migration.startsWith(name))?.generated?.sql ?? '';
    // A rename stays a rename, also in a swap and where the old name is taken.
    expect(sql('31_')).toContain('ALTER TABLE "public"."User" RENAME COLUMN "displayName" TO "name"');
    expect(sql('33_')).not.toMatch(/DROP|ADD COLUMN/);
    expect(sql('34_')).toContain('ALTER TABLE "public"."BookingOld" RENAME TO "Booking"');
    expect(sql('35_')).not.toMatch(/DROP|CREATE/);
    // A detached partition is attached again, not made anew.
    expect(sql('23_')).toContain('ATTACH PARTITION "public"."Event_2024"');
    expect(sql('26_')).toContain('-- The role agora_fixture_reader stays');
    expect(sql('26_')).not.toMatch(/DROP ROLE/);
    expect(sql('40_')).toContain('-- Not restored');
    expect(sql('05_')).toContain('-- agora: loses table public."Tag"');
    expect(sql('46_')).toContain(`DELETE FROM "Country" WHERE ("code" = 'it')`);
  },
);
