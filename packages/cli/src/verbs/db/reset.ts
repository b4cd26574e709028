import { defineCommand } from '../../command/command.ts';
import { flag, integer, text } from '../../command/option.ts';

/** `agora db reset` */
export const reset = defineCommand({
  name: 'reset',
  summary: 'Make a development database as new: drop all in it, apply every migration, run the seeds',
  description:
    "Drops the project's schemas, in one transaction, applies the whole history and runs the project's own seed " +
    'command. It wants the name of the database, by --confirm or typed at the prompt. Refused outside development, ' +
    "whatever the flags, and for a database that is not this project's by its history.",
  destroys: true,
  options: {
    confirm: text('name', 'the name of the database whose data will be lost', { destroys: true }),
    skipSeed: flag('leave it migrated and empty'),
    dryRun: flag('print what would be dropped, applied and run; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
  },
  environment: {
    DATABASE_URL: 'the database, where prisma.config.ts reads it from there',
    AGORA_ENV: 'only development may be reset',
  },
  examples: [
    { command: 'agora db reset', does: 'asks for the name of the database first' },
    { command: 'agora db reset --confirm shop', does: 'for scripts' },
    { command: 'agora db reset --dry-run', does: 'what would be lost' },
  ],
  next: [{ command: 'agora migrate status', does: 'where the database is now' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      // On demand: the other verbs of this group need none of what reads histories.
      const { runReset } = await import('./run-reset.ts');
      return runReset(context, options, signal);
    }),
});
