import { readStatus, type RecordedRun, type StatusEntry } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { migrationTarget, openProject } from '../../project/open/open-project.ts';
import { duration } from '../../terminal/progress.ts';
import { counted } from '../../terminal/text.ts';

/** `agora migrate history` */
export const history = defineCommand({
  name: 'history',
  summary: 'List every migration with state, time and duration',
  description:
    'Reads only. With --verbose each run stands below its migration: deploys and rollbacks, who did them, from ' +
    'which commit, how long they took and how often they gave way to others.',
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate history', does: 'a line for each migration' },
    { command: 'agora migrate history --verbose', does: 'with every run of it' },
  ],
  async run({ context }) {
    const { out } = context;
    const target = migrationTarget(await openProject(context), context);
    const report = await readStatus({ ...target, runs: true });
    out.data(report.entries, () =>
      [
        out.table(report.entries, [
          { heading: 'migration', cell: (entry) => entry.name },
          { heading: 'state', cell: describeState },
          { heading: 'applied', cell: (entry) => entry.appliedAt?.replace('T', ' ').slice(0, 19) },
          { heading: 'took', cell: tookOf, align: 'right' },
          { heading: 'way back', cell: (entry) => (entry.hasDown ? 'yes' : 'no') },
        ]),
        ...(out.verbose ? ['', out.lines(report.entries.flatMap(describeRuns).join('\n'))] : []),
      ].join('\n'),
    );
    return EXIT.ok;
  },
});

function describeState(entry: StatusEntry): string {
  if (!entry.onDisk) return `${entry.state}, not on disk`;
  return entry.state === 'pending' && entry.rolledBackAt !== undefined ? 'rolled back' : entry.state;
}

function tookOf(entry: StatusEntry): string | undefined {
  const run = entry.runs?.findLast((one) => one.direction === 'up' && one.outcome === 'succeeded');
  return run && entry.state === 'applied' ? duration(run.durationMs) : undefined;
}

function describeRuns(entry: StatusEntry): string[] {
  const runs = entry.runs ?? [];
  return runs.length === 0 ? [] : [entry.name, ...runs.map((run) => `  ${describeRun(run)}`)];
}

function describeRun(run: RecordedRun): string {
  const words = [
    new Date(run.startedAt).toISOString().replace('T', ' ').slice(0, 19),
    `${run.direction} ${run.outcome} in ${duration(run.durationMs)}`,
    counted(run.statements.length, 'statement'),
    `${run.environment}, as ${run.role}`,
    ...(run.actor === null ? [] : [`by ${run.actor}`]),
    ...(run.commit === null ? [] : [`from ${run.commit.slice(0, 12)}`]),
    ...(run.lockRetries === 0 ? [] : [`gave way ${run.lockRetries} times (${duration(run.lockWaitMs)})`]),
    ...(run.error === null ? [] : [run.error.message]),
  ];
  return words.join('; ');
}
