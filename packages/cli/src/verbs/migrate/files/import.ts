import path from 'node:path';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { argument, choice, flag, integer, text } from '../../../command/option.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { applyOptions } from '../../../project/deploy/apply-options.ts';
import { migrationTarget, openProject } from '../../../project/open/open-project.ts';
import { counted } from '../../../terminal/text.ts';

/** `agora migrate import` */
export const importFrom = defineCommand({
  name: 'import',
  summary: 'Take over the migrations of another runner, files and history',
  description:
    'Makes a folder of each migration: its SQL byte by byte, in the same order, with its way back where there is one. ' +
    'Then records in this database what the other runner has applied to it, with its times, once the checksums agree; ' +
    'on every other database the same call records what is applied there. Runs nothing. A file that cannot be read is ' +
    'refused with the reason, and nothing is written. Files of knex are JavaScript: they are run, against no database.',
  arguments: { folder: argument('where the files of the other runner are') },
  options: {
    from: choice(
      ['numbered', 'knex', 'flyway', 'alembic-sql'],
      'whose files they are; numbered: 001_name.sql and a table migration_versions; alembic-sql: what --sql prints',
    ),
    table: text('name', 'the table of the other runner, if it is not called as usual'),
    filesOnly: flag('make the folders, and look into no database'),
    dryRun: flag('read, compare and print; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    {
      command: 'agora migrate import ./migrations-old --from numbered --dry-run',
      does: 'what would be made',
    },
    { command: 'agora migrate import ./sql --from flyway', does: 'the folders, and what is applied' },
  ],
  next: [
    { command: 'agora migrate drift', does: 'whether the database is what these migrations make' },
    { command: 'agora migrate down', does: 'the ways back that are missing' },
  ],
  run: ({ context, arguments: { folder }, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { dryRun, table } = options;
      const { foreignRunners, importMigrations, takeOver } = await import('@agora/migrations');
      const runner = foreignRunners.find(({ name }) => name === options.from);
      if (runner === undefined) throw nobodyNamed();
      const opened = await openProject(context);
      const { project } = opened;
      const source = path.resolve(context.cwd, folder);
      const plan = await importMigrations({ runner, source, directory: project.migrationsDirectory, dryRun });
      const made = plan.migrations.filter(({ there }) => !there).map(({ name }) => name);
      const found = options.filesOnly
        ? undefined
        : await takeOver({
            ...migrationTarget(opened, context),
            runner,
            plan,
            table,
            dryRun,
            options: await applyOptions(context, opened, {
              ...options,
              unknownStatement: undefined,
              signal,
            }),
          });
      out.data({ made, leftAlone: plan.leftAlone, ...found }, () =>
        out.table(
          plan.migrations.map(({ name, foreign, there }) => ({ name, there, file: foreign.file })),
          [
            { heading: 'migration', cell: ({ name }) => name },
            { heading: 'from', cell: ({ file }) => file },
            { heading: 'folder', cell: ({ there }) => (there ? 'there' : dryRun ? 'would be made' : 'made') },
            { heading: 'here', cell: ({ name }) => (found?.recorded.includes(name) ? 'applied' : '') },
          ],
        ),
      );
      if (plan.leftAlone.length > 0)
        out.note(`Left alone, since they are no migrations: ${plan.leftAlone.join(', ')}.`);
      if (found?.unknownChecksums)
        out.warn(
          'Its checksums are of a kind that is not known here: the files were not compared with them.',
        );
      if (found !== undefined && found.table === undefined)
        out.note(`This database has no table ${table ?? runner.table}: nothing of it is applied here.`);
      if (found?.table !== undefined)
        out.note(
          `${found.table} is not needed any more: drop it by a migration once every database is taken over.`,
        );
      if (!dryRun)
        out.success(
          `${counted(made.length, 'folder')} made, ${found?.recorded.length ?? 0} recorded as applied.`,
        );
      return EXIT.ok;
    }),
});

function nobodyNamed(): UsageError {
  return new UsageError({
    code: 'cli.missing_value',
    message: 'Say whose files they are.',
    fix: 'agora migrate import <folder> --from numbered',
  });
}
