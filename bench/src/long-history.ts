// Makes a long history of changes as Prisma writes them, generates and proves every way back, and prints what a
// migration costs early and late: `long-history [migrations] [most tables] [seed] [tables of the first migration]`.
import { describeSummary, type MigrationReport, summarizeReports, walkHistory } from '@agora/migrations';
import { testServerUrl } from '@agora/testkit';

import { makeMigrations } from './long-history/migrations.ts';

const [count = 300, mostTables = 60, seed = 1, standing = 0] = process.argv.slice(2).map(Number);
const SHARES = 10;

const history = makeMigrations(count, mostTables, seed, standing);
const adminUrl = await testServerUrl();
// One walk, so that early and late follow each other.
const options = { adminUrl, concurrency: 1 };

const generated = await measured('generate and prove', (onMigration) =>
  walkHistory(history.migrations, { ...options, generate: () => true, onMigration }),
);
const withDowns = history.migrations.map((migration, index) => {
  const down = generated[index]?.generated;
  return down === undefined ? migration : { ...migration, down };
});
const verified = await measured('verify', (onMigration) =>
  walkHistory(withDowns, { ...options, onMigration }),
);

process.exitCode = verified.some((report) => report.outcome === 'failed') ? 1 : 0;

/** Runs a walk and prints, for each tenth of the history, milliseconds a migration and the memory of this process. */
async function measured(
  what: string,
  walk: (onMigration: () => void) => Promise<readonly MigrationReport[]>,
): Promise<readonly MigrationReport[]> {
  const size = Math.ceil(count / SHARES);
  let done = 0;
  let since = performance.now();
  let cpu = process.cpuUsage();
  print(what);
  print('  migrations   tables   ms each   own CPU ms each   RSS MB');
  const reports = await walk(() => {
    done += 1;
    if (done % size !== 0 && done !== count) return;
    const used = process.cpuUsage(cpu);
    const share = done % size === 0 ? size : done % size;
    const cells = [
      `${done - share + 1}-${done}`.padStart(12),
      String(history.tables[done - 1]).padStart(8),
      ((performance.now() - since) / share).toFixed(0).padStart(9),
      ((used.user + used.system) / 1000 / share).toFixed(0).padStart(17),
      (process.memoryUsage.rss() / 1_048_576).toFixed(0).padStart(8),
    ];
    print(cells.join(' '));
    since = performance.now();
    cpu = process.cpuUsage();
  });
  const durations = reports.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  const total = durations.reduce((sum, one) => sum + one, 0);
  print(`  median ${durations[durations.length >> 1]} ms, all ${(total / 1000).toFixed(1)} s`);
  print(describeSummary(summarizeReports(reports)));
  for (const report of reports)
    if (report.outcome === 'failed' || report.outcome === 'not found')
      print(`  ${report.migration}: ${report.reason ?? ''}`);
  return reports;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
