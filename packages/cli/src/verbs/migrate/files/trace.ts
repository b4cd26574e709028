import { changedSince, readStatus, migrationsAfter } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { choice, integer, restArguments, text } from '../../../command/option.ts';
import { chooseMigrations } from '../../../project/choose-migrations.ts';
import { migrationTarget, openProject } from '../../../project/open/open-project.ts';
import { readMigrations } from '../../../project/read-migrations.ts';
import { scratchOptions, serverOption } from '../../../project/scratch/scratch-server.ts';

/** Most rows a table that a trace may have: larger ones tell no more. */
const MOST_ROWS = 10_000_000;
/** Scratch databases may be larger than those of proofs: in megabytes for a thousand rows of each table. */
const MEGABYTES_PER_THOUSAND = 4;

/** `agora migrate trace` */
export const trace = defineCommand({
  name: 'trace',
  summary: 'Show which locks migrations really take, for how long, and what they rewrite, build and read',
  description:
    'Runs each migration on a temporary copy of the history before it, with made-up rows in the tables that it touches, and ' +
    'reads after every statement which locks its session has, which files and indexes are new, which tables were read from ' +
    'end to end, and how much write-ahead log was written. What runs outside of a transaction lets its locks go: those are ' +
    'sampled by a second session, about every millisecond. Without names it takes what is pending on the project’s ' +
    'database. The worst comes first. Times are of this machine on these rows: to be compared, not promised.',
  arguments: {
    migrations: restArguments(
      'these: names, names without timestamp, or beginnings of names; else what is pending',
    ),
  },
  options: {
    rows: integer('number', 'rows in each table that a migration touches', {
      max: MOST_ROWS,
      default: 10_000,
    }),
    base: text('git ref', 'the branch to be merged into: what is new against it'),
    since: text('migration', 'what comes after it', { excludes: ['base'] }),
    format: choice(['text', 'json', 'markdown'], 'how to print it: markdown for a comment or a summary', {
      default: 'text',
    }),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the database and its server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate trace', does: 'what is pending' },
    { command: 'agora migrate trace add_bans --rows 1000000', does: 'one, on a million rows' },
    { command: 'agora migrate trace --base origin/main --format markdown', does: 'in a pull request' },
  ],
  next: [{ command: 'agora migrate lint --fix', does: 'rewrite what makes others wait' }],
  run: ({ context, arguments: given, options }) =>
    context.interrupts.within(async (signal) => {
      const { renderTraceMarkdown, renderTraceText, traceMigrations, waitsOf } =
        await import('@agora/migrations');
      const { out } = context;
      const opened = await openProject(context);
      const { project } = opened;
      const { migrations } = await readMigrations(out, project);
      const { rows, base, since } = options;
      const names = await chosenNames();
      const progress = out.progress({ label: 'tracing', total: names.size, unit: 'migrations' });
      const scratch = await scratchOptions(project, context, options.server);
      const traces = await traceMigrations(migrations, {
        ...scratch,
        limits: {
          databaseMb: 2048 + Math.ceil((rows / 1000) * MEGABYTES_PER_THOUSAND),
          statementTimeoutMs: 600_000,
        },
        rows,
        select: ({ name }) => names.has(name),
        onMigration: () => progress.advance(),
        signal,
      }).finally(() => progress.finish());
      const value = traces.map((one) => ({ ...one, waits: waitsOf(one) }));
      if (traces.length === 0 && options.format === 'text') {
        out.data(value, () => '');
        out.note('Nothing is to be traced.');
        return EXIT.ok;
      }
      out.data(value, (paint) => {
        if (options.format === 'json') return JSON.stringify(value, undefined, 2);
        return options.format === 'markdown' ? renderTraceMarkdown(traces) : renderTraceText(traces, paint);
      });
      return EXIT.ok;

      async function chosenNames(): Promise<ReadonlySet<string>> {
        const named = chooseMigrations(migrations, given.migrations).map(({ name }) => name);
        if (base !== undefined) {
          const changed = await changedSince(project.migrationsDirectory, base);
          return new Set(named.filter((name) => changed.has(name)));
        }
        if (since !== undefined) {
          const later = new Set(migrationsAfter(migrations, since).map(({ name }) => name));
          return new Set(named.filter((name) => later.has(name)));
        }
        if (given.migrations.length > 0) return new Set(named);
        const { entries } = await readStatus(migrationTarget(opened, context));
        return new Set(
          entries.filter(({ state, onDisk }) => onDisk && state !== 'applied').map(({ name }) => name),
        );
      }
    }),
});
