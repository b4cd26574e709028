import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { flag, integer, text } from '../../command/option.ts';
import { contradiction, UsageError } from '../../command/usage-error.ts';
import { applyOptions } from '../../project/deploy/apply-options.ts';
import { migrationTarget, openProject } from '../../project/open/open-project.ts';
import { comparableServer, serverOption } from '../../project/scratch/scratch-server.ts';

/** `agora migrate resolve` */
export const resolve = defineCommand({
  name: 'resolve',
  summary: 'Record what became of one migration, and run nothing',
  description:
    'As `prisma migrate resolve` does. --applied: one that failed or is pending, and that somebody has finished by hand. ' +
    '--rolled-back: one that failed, and that somebody has undone; the next deploy runs it again. First the catalog is ' +
    'compared with what the history makes with it, or without it, in a temporary database; if they differ, nothing is recorded.',
  options: {
    applied: text('migration', 'it is applied', { excludes: ['rolledBack'] }),
    rolledBack: text('migration', 'nothing of it is left'),
    force: flag('record it even though the catalog says otherwise'),
    skipCompare: flag('do not compare; for servers on which no temporary database may be made', {
      excludes: ['force'],
    }),
    dryRun: flag('compare and print; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate resolve --rolled-back 20261121093000_add_bans', does: 'undone by hand' },
    { command: 'agora migrate resolve --applied 20261121093000_add_bans', does: 'finished by hand' },
  ],
  next: [{ command: 'agora migrate deploy', does: 'go on' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { applied, rolledBack } = options;
      if (applied !== undefined && rolledBack !== undefined)
        throw contradiction('agora migrate resolve', '--applied and --rolled-back exclude each other.');
      const { historySchema, matchCatalog, readFolder, resolve: record } = await import('@agora/migrations');
      const opened = await openProject(context);
      const { project, config } = opened;
      const database = migrationTarget(opened, context);
      const { url, directory } = database;
      const report = await record({
        ...database,
        target: applied === undefined ? { rolledBack: named(rolledBack) } : { applied },
        dryRun: options.dryRun,
        force: options.force,
        compare: options.skipCompare
          ? undefined
          : async (migrations) =>
              matchCatalog({
                url,
                folder: { ...(await readFolder(directory)), migrations },
                target: migrations.at(-1)?.name,
                adminUrl: await comparableServer(project, context, options.server),
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
      const { migration, as, compared } = report;
      out.data(report, () => `${migration} ${as}`);
      if ('reason' in compared && !options.skipCompare)
        out.warn(`The catalog was not compared: ${compared.reason}.`);
      if (!options.dryRun) out.success(`Recorded as ${as}.`);
      return EXIT.ok;
    }),
});

function named(migration: string | undefined): string {
  if (migration !== undefined) return migration;
  throw new UsageError({
    code: 'cli.missing_argument',
    message: 'Name the migration, and what became of it.',
    fix: 'agora migrate resolve --applied <migration>, or --rolled-back <migration>',
  });
}
