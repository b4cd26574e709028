import { purgeParked, type PurgeResult } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT, type ExitCode } from '../../../command/exit-codes.ts';
import { flag, integer, text } from '../../../command/option.ts';
import type { Output } from '../../../output/output.ts';
import { applyOptions } from '../../../project/deploy/apply-options.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../../project/open/open-project.ts';

/** `agora migrate parked purge` */
export const purge = defineCommand({
  name: 'purge',
  summary: 'Destroy what has been parked for its time',
  description:
    'Each table or column in a transaction of its own, which gives way when it does not get its lock. What has not been ' +
    'parked for its time is destroyed only with --now and the name of the database. Exits 1 where something could not ' +
    'be destroyed.',
  destroys: true,
  options: {
    now: flag('also what has not been parked for its time', { destroys: true }),
    database: text('name', 'the name of the database, as consent to --now', { destroys: true }),
    dryRun: flag('say what would be destroyed; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate parked purge --dry-run', does: 'what would be destroyed' },
    { command: 'agora migrate parked purge', does: 'what has been parked for its time' },
    { command: 'agora migrate parked purge --now --database shop', does: 'all of it, at once' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const opened = await openProject(context);
      noteEnvironment(out, opened.environment);
      const { now, database, dryRun } = options;
      const results = await purgeParked({
        ...migrationTarget(opened, context),
        now,
        database,
        dryRun,
        policy: opened.policy,
        options: await applyOptions(context, opened, { ...options, unknownStatement: undefined, signal }),
      });
      out.data(results, () => results.map(line).join('\n'));
      if (results.length === 0) out.note('Nothing is parked.');
      return report(out, results);
    }),
});

const line = ({ item, outcome }: PurgeResult): string =>
  `${outcome.padEnd(8)}${item.kind} ${item.name}${outcome === 'kept' ? ` until ${item.until}` : ''}`;

function report(out: Pick<Output, 'error' | 'json'>, results: readonly PurgeResult[]): ExitCode {
  const failed = results.flatMap(({ error }) => error ?? []);
  if (!out.json) for (const error of failed) out.error(error);
  return failed.length > 0 ? EXIT.failed : EXIT.ok;
}
