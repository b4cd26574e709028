// Makes a long history of changes as Prisma writes them, generates and proves every way back, and prints what a
// migration costs early and late, and how often the replay of the history alone would fit into it: `long-history
// [migrations] [most tables] [seed] [tables of the first migration] [walks side by side]`.
import {
  describeSummary,
  type Migration,
  type MigrationReport,
  replay,
  summarizeReports,
  walkHistory,
} from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { testServerUrl, withTestDatabase } from '@agora/testkit';

import { makeMigrations } from './long-history/migrations.ts';

const [count = 300, mostTables = 60, seed = 1, standing = 0, concurrency = 1] = process.argv
  .slice(2)
  .map(Number);
const SHARES = 10;

const history = makeMigrations(count, mostTables, seed, standing);
const adminUrl = await testServerUrl();
// With one walk, early and late follow each other.
const options = { adminUrl, concurrency };
// The migration that makes the tables which stand there is no change of theirs.
const select = (one: Migration): boolean => standing === 0 || one !== history.migrations[0];
const chosen = history.migrations.filter(select);

const replayed = await seconds(replayAlone);
print(`replay alone ${replayed.toFixed(1)} s`);

const generated = await measured('generate and prove', (onMigration) =>
  walkHistory(history.migrations, { ...options, select, generate: () => true, onMigration }),
);
const downs = new Map(generated.map((report) => [report.migration, report.generated]));
const withDowns = history.migrations.map((migration) => {
  const down = downs.get(migration.name);
  return down === undefined ? migration : { ...migration, down };
});
const verified = await measured('verify', (onMigration) =>
  walkHistory(withDowns, { ...options, select: ({ name }) => downs.has(name), onMigration }),
);

process.exitCode = verified.some((report) => report.outcome === 'failed') ? 1 : 0;

/** Runs a walk and prints, for each tenth of the history, milliseconds a migration and the memory of this process. */
async function measured(
  what: string,
  walk: (onMigration: () => void) => Promise<readonly MigrationReport[]>,
): Promise<readonly MigrationReport[]> {
  const begun = performance.now();
  const size = Math.ceil(chosen.length / SHARES);
  let done = 0;
  let since = performance.now();
  let cpu = process.cpuUsage();
  print(what);
  print('  migrations   tables   ms each   own CPU ms each   RSS MB');
  const reports = await walk(() => {
    done += 1;
    if (done % size !== 0 && done !== chosen.length) return;
    const used = process.cpuUsage(cpu);
    const share = done % size === 0 ? size : done % size;
    const cells = [
      `${done - share + 1}-${done}`.padStart(12),
      String(history.tables[done - 1 + count - chosen.length]).padStart(8),
      ((performance.now() - since) / share).toFixed(0).padStart(9),
      ((used.user + used.system) / 1000 / share).toFixed(0).padStart(17),
      (process.memoryUsage.rss() / 1_048_576).toFixed(0).padStart(8),
    ];
    print(cells.join(' '));
    since = performance.now();
    cpu = process.cpuUsage();
  });
  const durations = reports.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  const whole = (performance.now() - begun) / 1000;
  const peak = process.resourceUsage().maxRSS / 1024;
  print(
    `  median ${durations[durations.length >> 1]} ms a migration, the whole ${whole.toFixed(1)} s or ${(whole / replayed).toFixed(1)} of a replay, peak ${peak.toFixed(0)} MB`,
  );
  print(describeSummary(summarizeReports(reports)));
  for (const report of reports)
    if (report.outcome === 'failed' || report.outcome === 'not found')
      print(`  ${report.migration}: ${report.reason ?? ''}`);
  return reports;
}

/** Applies the history to an empty database, and proves nothing. */
function replayAlone(): Promise<void> {
  return withTestDatabase((url) => withConnection(url, (client) => replay(client, history.migrations)));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
