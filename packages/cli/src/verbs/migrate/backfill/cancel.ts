import { defineCommand } from '../../../command/command.ts';
import { argument } from '../../../command/option.ts';
import { pauseOrCancel } from './pause-or-cancel.ts';

/** `agora migrate backfill cancel` */
export const cancel = defineCommand({
  name: 'cancel',
  summary: 'Give a backfill up after the batch under way',
  description:
    'What it has changed stays changed. Nothing runs it again by itself, and migrations that come after it wait; its ' +
    'file may be edited, and resume then begins anew.',
  arguments: { migration: argument('the migration whose backfill is meant') },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [{ command: 'agora migrate backfill cancel add_slugs', does: 'no more of it' }],
  run: ({ context, arguments: { migration } }) => pauseOrCancel(context, migration, 'cancelled'),
});
