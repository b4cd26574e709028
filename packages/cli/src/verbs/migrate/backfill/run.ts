import { defineCommand } from '../../../command/command.ts';
import { integer, optionalArgument } from '../../../command/option.ts';
import { runShown } from './run-backfills.ts';

/** `agora migrate backfill run` */
export const run = defineCommand({
  name: 'run',
  summary: 'Change the rows that are left, batch by batch, beside the site',
  description:
    'Each batch is one transaction with the step of its cursor, so that Ctrl-C or a crash repeats nothing and skips ' +
    'nothing: run it again, and it goes on. The size of a batch follows a target time, and it rests for replicas that ' +
    'are behind, for vacuum, for a full disk and outside of its hours (backfill in agora.config.ts). Of one table one ' +
    'backfill runs at a time; those of several tables may run side by side. Without a name it runs all that are not ' +
    'done, but for those that are paused or cancelled.',
  arguments: { migration: optionalArgument('only the backfill of this migration') },
  options: {
    wait: integer(
      'seconds',
      'how long to wait for another backfill of the same table; by default not at all',
    ),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate backfill run', does: 'all that are not done' },
    {
      command: 'agora migrate backfill run add_slugs --env production',
      does: 'one, as gently as production wants it',
    },
  ],
  next: [{ command: 'agora migrate backfill status', does: 'where they stand' }],
  run: ({ context, arguments: { migration }, options: { wait } }) =>
    runShown(context, { migration, resume: false, wait }),
});
