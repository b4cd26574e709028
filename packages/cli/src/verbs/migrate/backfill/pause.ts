import { defineCommand } from '../../../command/command.ts';
import { optionalArgument } from '../../../command/option.ts';
import { pauseOrCancel } from './pause-or-cancel.ts';

/** `agora migrate backfill pause` */
export const pause = defineCommand({
  name: 'pause',
  summary: 'Stop backfills after the batch under way, until they are resumed',
  description:
    'The process that runs one, wherever it is, ends by itself. Deploys leave it alone until it is resumed.',
  arguments: { migration: optionalArgument('only the backfill of this migration') },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate backfill pause', does: 'all that are on their way' },
    { command: 'agora migrate backfill pause add_slugs', does: 'one' },
  ],
  next: [{ command: 'agora migrate backfill resume add_slugs', does: 'the rest of it' }],
  run: ({ context, arguments: { migration } }) => pauseOrCancel(context, migration, 'paused'),
});
