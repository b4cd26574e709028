import { defineCommand } from '../../command/command.ts';
import { flag, integer, text } from '../../command/option.ts';
import { placeEnvironment, placeOptions, watched } from '../../project/backup/place.ts';

/** `agora recover` */
export const run = defineCommand({
  name: 'recover',
  summary: 'Recover the database of the project',
  destroys: true,
  options: {
    ...placeOptions,
    backup: text('name', 'another backup than the newest verified one'),
    confirm: text('name', 'the name of the database that gives way', { destroys: true }),
    deploy: flag('apply the migrations that are newer than the backup, before anybody is let in'),
    withoutBackup: flag('go on where what is there cannot be backed up; it is kept all the same'),
    dryRun: flag('print the plan, and what stands against it; change nothing'),
    jobs: integer('n', 'tables that are copied at once; by default 2', { min: 1, max: 64 }),
  },
  environment: {
    DATABASE_URL: 'the database, as a role that owns it and may make databases',
    ...placeEnvironment,
  },
  examples: [
    { command: 'agora recover --dry-run', does: 'the plan, and what stands against it' },
    { command: 'agora recover --confirm shop', does: 'without a question' },
    { command: 'agora recover --backup shop-20261130T081500Z', does: 'from this one' },
  ],
  next: [
    { command: 'agora health', does: 'how the database does' },
    { command: 'agora recover drop-old', does: 'when nothing of the old database is wanted any more' },
  ],
  run: ({ context, options }) =>
    watched(context, async (watch) => {
      const { runRecover } = await import('./run-recover.ts');
      return runRecover(context, options, watch);
    }),
});
