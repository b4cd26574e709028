import { defineCommand } from '../../../command/command.ts';
import { argument, integer } from '../../../command/option.ts';
import { runShown } from './run-backfills.ts';

/** `agora migrate backfill resume` */
export const resume = defineCommand({
  name: 'resume',
  summary: 'Go on with a backfill that was paused or cancelled',
  description:
    'From where it stopped. One that was cancelled and edited since begins anew, with what the file says now.',
  arguments: { migration: argument('the migration whose backfill is meant') },
  options: {
    wait: integer(
      'seconds',
      'how long to wait for another backfill of the same table; by default not at all',
    ),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [{ command: 'agora migrate backfill resume add_slugs', does: 'the rest of it' }],
  run: ({ context, arguments: { migration }, options: { wait } }) =>
    runShown(context, { migration, resume: true, wait }),
});
