import { historySchema, matchCatalog, readFolder, stamp as stampMigrations } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { applyOptions } from '../../project/deploy/apply-options.ts';
import { migrationTarget, openProject } from '../../project/open/open-project.ts';
import { comparableServer } from '../../project/scratch/scratch-server.ts';
import { flag, integer, optionalArgument } from '../../command/option.ts';
import { contradiction, UsageError } from '../../command/usage-error.ts';

/** `agora migrate stamp` */
export const stamp = defineCommand({
  name: 'stamp',
  summary: 'Record migrations as applied without running them',
  description:
    'For a database that exists already: everything up to the named migration is recorded. First the whole catalog ' +
    'is compared with the history, replayed in a temporary database; if they differ, nothing is recorded and the ' +
    'migration that does match is named.',
  arguments: { migration: optionalArgument('the last migration to record') },
  options: {
    all: flag('record all of them'),
    force: flag('record even though the catalog differs'),
    skipCompare: flag('do not compare; for servers on which no temporary database may be made', {
      excludes: ['force'],
    }),
    dryRun: flag('compare and print; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
  },
  environment: {
    DATABASE_URL: 'the database, where prisma.config.ts reads it from there',
    SHADOW_DATABASE_URL: 'a server for the temporary database, where prisma.config.ts reads it from there',
  },
  examples: [
    { command: 'agora migrate stamp 20261121093000_add_bans', does: 'everything up to this one' },
    {
      command: 'agora migrate stamp --all --dry-run',
      does: 'whether the database is what the history makes',
    },
  ],
  next: [{ command: 'agora migrate status', does: 'where the database is now' }],
  run: ({ context, arguments: { migration }, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      if (migration !== undefined && options.all)
        throw contradiction('agora migrate stamp', `--all and ${migration} exclude each other.`);
      if (migration === undefined && !options.all) throw nothingNamed();
      const opened = await openProject(context);
      const { project, config } = opened;
      const database = migrationTarget(opened, context);
      const { url, directory } = database;
      const report = await stampMigrations({
        ...database,
        target: migration === undefined ? { all: true } : { to: migration },
        dryRun: options.dryRun,
        force: options.force,
        compare: options.skipCompare
          ? undefined
          : async (_names, target) =>
              matchCatalog({
                url,
                target,
                folder: await readFolder(directory),
                adminUrl: await comparableServer(project, context),
                project,
                ignore: config.drift.ignore,
                schema: historySchema(url),
              }),
        options: await applyOptions(context, opened, {
          ...options,
          unknownStatement: undefined,
          signal,
        }),
      });
      out.data({ recorded: report.recorded, match: report.match ?? null }, () => report.recorded.join('\n'));
      if (report.recorded.length === 0) out.note('Everything was recorded already.');
      else if (!options.dryRun) out.success(`${report.recorded.length} recorded as applied.`);
      return EXIT.ok;
    }),
});

function nothingNamed(): UsageError {
  return new UsageError({
    code: 'cli.missing_argument',
    message: 'Name the last migration to record, or say --all.',
    fix: 'agora migrate stamp <migration>',
  });
}
