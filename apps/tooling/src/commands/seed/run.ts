import { defaultProfile, profiles } from '@agora/db/seed';

import { defineCommand } from '../../command.ts';
import { openDatabase } from '../../database.ts';
import { EXIT } from '../../exit-codes.ts';
import { seedForum } from '../../forum/seed-forum.ts';
import { choice, flag, integer, texts } from '../../option.ts';
import { counted } from '../../text.ts';

/** `agora seed` */
export const run = defineCommand({
  name: 'run',
  summary: 'Fill the database with a forum',
  description:
    'Deterministic, and safe to repeat: what is there already is left alone, what has changed since is applied ' +
    `again. All in one transaction.\n\nProfiles:\n${profiles.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}`,
  options: {
    profile: choice(
      profiles.map(({ name }) => name),
      'what to seed; by default what the environment wants: demo, essential or minimal',
      { short: 'p' },
    ),
    only: texts('entity', 'this entity and what it needs, and nothing else'),
    seed: integer('n', 'the seed of the random numbers; another one gives other likes, names and delays'),
    dryRun: flag('only tell what would be seeded'),
  },
  environment: {
    DATABASE_URL: 'the database to fill; unset: the embedded server',
    AGORA_ENV: 'production takes the profile minimal alone',
  },
  examples: [
    { command: 'agora seed', does: 'the profile of the environment: demo in development' },
    { command: 'agora seed --profile tenants', does: 'two communities, to try the walls between them' },
    {
      command: 'agora seed --only tags --dry-run --json',
      does: 'what a seed of the tags would do, for a program',
    },
  ],
  next: [{ command: 'agora up', does: 'serve it' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const database = await openDatabase(context, out.detail);
      const { profile = defaultProfile(context.environment), only, seed, dryRun } = options;
      const request = { profile, seed, dryRun, only: only.length === 0 ? undefined : only };
      const result = await seedForum(context, database.url, request, signal);
      const stale = result.entities.filter(({ action }) => action !== 'unchanged');
      const rows = stale.reduce((sum, entity) => sum + entity.rows, 0);
      out.note(
        stale.length === 0
          ? 'Nothing to do: everything is there already.'
          : `${counted(rows, 'row')} of ${counted(stale.length, 'entity', 'entities')}${dryRun ? ' would be seeded.' : '.'}`,
      );
      out.data({ ...result, dryRun }, () =>
        out.table(result.entities, [
          { heading: 'entity', cell: ({ entity }) => entity },
          { heading: 'rows', cell: (entity) => entity.rows, align: 'right' },
          { heading: '', cell: ({ action }) => action },
        ]),
      );
      return EXIT.ok;
    }),
});
