import {
  choice,
  defineCommand,
  EXIT,
  flag,
  integer,
  openDatabase,
  text,
  texts,
  UsageError,
} from '@agora/cli';
import { assertAllowed, defaultProfile, profiles, seededEntities } from '@agora/db/seed/catalog';

import { environmentPolicy } from '../../forum/environment-policy.ts';
import { loadProfile } from './load-profile.ts';
import { parseDate } from './parse-date.ts';
import { parseScale } from './parse-scale.ts';
import { parseNames } from './parse-names.ts';
import { resetProfile } from './reset-profile.ts';
import { seedProfile } from './seed-profile.ts';

const LOAD = 'load';
const summaries = [
  ...profiles,
  { name: LOAD, summary: 'Generated communities, --scale times ten thousand users. For load tests.' },
];

/** `agora seed` */
export const run = defineCommand({
  name: 'run',
  summary: 'Fill the database with a forum',
  description:
    'Deterministic, and safe to repeat: what is there already is left alone, what has changed since is applied ' +
    'again. All in one transaction; a load in one for each community, and killed in the middle it goes on when ' +
    `asked again.\n\nProfiles:\n${summaries.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}`,
  options: {
    profile: choice(
      summaries.map(({ name }) => name),
      'what to seed; by default what the environment wants: demo, essential or minimal',
      { short: 'p' },
    ),
    only: texts('entities', 'these entities (a,b) and what they need, and nothing else'),
    seed: integer('n', 'the seed of the random numbers; another one gives other likes, names and delays'),
    referenceDate: text(
      'date',
      'the end of the content, as 2026-11-20 or with a time; by default that of the first seeding',
    ),
    scale: text('n', 'with --profile load: tens of thousands of users, as 5 or 0.1 (default 1)'),
    workers: integer('n', 'with --profile load: threads that generate and write', { min: 1, max: 64 }),
    reset: flag('remove what the profile’s seeds made, and only that', {
      destroys: true,
      excludes: ['scale', 'workers'],
    }),
    confirm: text('name', 'with --reset: the name of the database', { destroys: true }),
    dryRun: flag('only tell what would be done'),
  },
  environment: {
    DATABASE_URL: 'the database to fill; unset: the embedded server',
    AGORA_ENV: 'production takes the profile minimal alone',
  },
  examples: [
    { command: 'agora seed', does: 'the profile of the environment: demo in development' },
    { command: 'agora seed --profile tenants', does: 'two communities, to try the walls between them' },
    { command: 'agora seed --profile load --scale 5', does: 'fifty thousand users and ten million rows' },
    { command: 'agora seed --profile load --scale 0.1', does: 'a thousand users, in seconds' },
    { command: 'agora seed --only users,posts', does: 'users and posts with what they need' },
    { command: 'agora seed --profile demo --reset', does: 'remove the demo again, after asking' },
  ],
  next: [
    { command: 'agora seed validate', does: 'check every invariant' },
    { command: 'agora up', does: 'serve it' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { policy } = await environmentPolicy(context);
      const { profile = defaultProfile(policy.base), seed, dryRun } = options;
      const scale = parseScale(options.scale) ?? 1;
      const only = parseNames('--only', options.only, seededEntities, 'seeded entity');
      const request = {
        environment: policy.base,
        profile,
        seed,
        dryRun,
        only: only.length === 0 ? undefined : only,
        referenceDate: parseDate(options.referenceDate),
      };
      if (profile !== LOAD && (options.scale ?? options.workers) !== undefined) {
        const option = options.scale === undefined ? '--workers' : '--scale';
        throw new UsageError({
          code: 'cli.invalid_value',
          message: `${option} goes with --profile load alone, and the profile is ${profile}.`,
          fix: `agora seed --profile load ${option} ${options.scale ?? options.workers}`,
        });
      }
      // Before anything is asked or estimated: a dry run says too what an environment refuses.
      assertAllowed(policy.base, profile, options.reset ? 'reset' : 'seed');
      if (profile === LOAD && only.length > 0) {
        throw new UsageError({
          code: 'cli.invalid_value',
          message: 'A load is whole: --only does not go with --profile load.',
          fix: 'Leave out --only, or choose another profile.',
        });
      }
      const database = await openDatabase(context, out.detail);
      if (options.reset) await resetProfile(context, database, request, options.confirm);
      else if (profile === LOAD) {
        await loadProfile(context, database.url, { ...request, scale, workers: options.workers }, signal);
      } else await seedProfile(context, database.url, request, signal);
      return EXIT.ok;
    }),
});
