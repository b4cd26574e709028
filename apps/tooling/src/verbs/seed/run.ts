import {
  assertAllowed,
  defaultProfile,
  estimateLoad,
  profiles,
  seededEntities,
} from '@agora/db/seed/catalog';

import {
  choice,
  compact,
  confirmDatabase,
  counted,
  defineCommand,
  duration,
  EXIT,
  flag,
  integer,
  openDatabase,
  text,
  texts,
  UsageError,
} from '@agora/cli';
import { loadForum } from '../../forum/load-forum.ts';
import { seedForum } from '../../forum/seed-forum.ts';
import { parseNames } from './parse-names.ts';

const LOAD = 'load';
/** What a dry run says instead of what was done. */
const planned: Readonly<Record<string, string>> = { inserted: 'to insert', updated: 'to update' };
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
      'the end of the content, as 2026-11-20 or with a time; by default the profile’s',
    ),
    scale: integer('n', 'with --profile load: tens of thousands of users (default 1)', { min: 1 }),
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
      const { profile = defaultProfile(context.environment), seed, dryRun, scale = 1 } = options;
      const only = parseNames('--only', options.only, seededEntities, 'seeded entity');
      const request = {
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
      assertAllowed(context.environment, profile, options.reset ? 'reset' : 'seed');
      if (profile === LOAD && only.length > 0) {
        throw new UsageError({
          code: 'cli.invalid_value',
          message: 'A load is whole: --only does not go with --profile load.',
          fix: 'Leave out --only, or choose another profile.',
        });
      }
      const database = await openDatabase(context, out.detail);
      if (options.reset) {
        const { resetSeeds } = await import('@agora/db/seed');
        if (!dryRun) {
          await confirmDatabase(context, {
            database: database.name,
            given: options.confirm,
            destruction: `What the seeds of "${profile}" made in ${database.name} will be removed${only.length === 0 ? '' : `: ${only.join(', ')} and all that depends on them`}.`,
            command: `agora seed --profile ${profile} --reset${only.length === 0 ? '' : ` --only ${only.join(',')}`}`,
          });
        }
        const { environment } = context;
        const removed = await resetSeeds({ ...request, url: database.url, environment });
        const rows = removed.entities.reduce((sum, entity) => sum + entity.rows, 0);
        out.success(`${counted(rows, 'row')} ${dryRun ? 'would be removed' : 'removed'}.`);
        out.data({ ...removed, dryRun }, () => entityTable(removed.entities));
        return EXIT.ok;
      }
      if (profile === LOAD) {
        const estimate = estimateLoad(scale);
        out.note(
          `About ${compact(estimate.rows)} rows in ${counted(estimate.communities, 'community', 'communities')}, ${size(estimate)}.`,
        );
        if (dryRun) {
          out.data({ ...estimate, dryRun }, () => tableOfRows(estimate.tables));
          return EXIT.ok;
        }
        const loaded = await loadForum(
          context,
          database.url,
          { ...request, scale, workers: options.workers },
          signal,
        );
        out.data(loaded, () => tableOfRows(loaded.rows));
        return EXIT.ok;
      }
      const result = await seedForum(context, database.url, request, signal);
      const stale = result.entities.filter(({ action }) => action !== 'unchanged');
      const rows = stale.reduce((sum, entity) => sum + entity.rows, 0);
      const filled = stale.filter((entity) => entity.rows > 0);
      const what = `${counted(rows, 'row')} of ${counted(filled.length, 'entity', 'entities')}`;
      if (stale.length === 0) out.note('Nothing to do: everything is there already.');
      else if (result.estimate === undefined) out.note(`${what}.`);
      else out.note(`${what} would be seeded: about ${size(result.estimate)}.`);
      out.data({ ...result, dryRun }, () => entityTable(result.entities));
      return EXIT.ok;

      function tableOfRows(rows: Readonly<Record<string, number>>): string {
        return out.table(Object.entries(rows), [
          { heading: 'table', cell: ([table]) => table },
          { heading: 'rows', cell: ([, count]) => count, align: 'right' },
        ]);
      }

      function entityTable(entities: readonly { entity: string; rows: number; action?: string }[]): string {
        return out.table(entities, [
          { heading: 'entity', cell: ({ entity }) => entity },
          { heading: 'rows', cell: (entity) => entity.rows, align: 'right' },
          { heading: '', cell: ({ action = '' }) => (dryRun ? (planned[action] ?? action) : action) },
        ]);
      }
    }),
});

/** As in "3.52 MB, 620 ms". */
function size({ bytes, seconds }: { bytes: number; seconds: number }): string {
  const disk = bytes < 1e9 ? `${compact(bytes / 1e6)} MB` : `${compact(bytes / 1e9)} GB`;
  return `${disk}, ${duration(seconds * 1000)}`;
}

/** ISO 8601 only: `new Date` reads "1" as 2001. Ids hold the time since 1970, and the forum opens 90 days before. */
const DATE = /^(?:19[7-9]|[2-9]\d\d)\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const EARLIEST = Date.UTC(1971, 0, 1);

function parseDate(given: string | undefined): Date | undefined {
  if (given === undefined) return undefined;
  if (DATE.test(given)) {
    const date = new Date(given);
    const day = given.slice(0, 10);
    // To `new Date`, 30 February is the second of March.
    const midnight = new Date(`${day}T00:00Z`);
    const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
    if (exists && date.getTime() >= EARLIEST) return date;
  }
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `"${given}" is not a date from 1971 on.`,
    fix: 'Write it as 2026-11-20 or 2026-11-20T18:00:00Z.',
  });
}
