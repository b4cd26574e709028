import { createMigration } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { afterCreate } from '../../../project/after-create.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { scratchServer, serverOption } from '../../../project/scratch/scratch-server.ts';
import { flag, optionalArgument, text, texts } from '../../../command/option.ts';
import { filesOf } from './online/render-online.ts';
import { contradiction, UsageError } from '../../../command/usage-error.ts';
import { createdAsJson, describeCreated } from './created.ts';

/** `agora migrate create` */
export const create = defineCommand({
  name: 'create',
  summary: 'Make the next migration from the Prisma schema, forwards and backwards, proven and linted',
  description:
    "Asks no question. Prisma's engine writes migration.sql from the schema; down.sql is planned from the catalog " +
    'before and after, and both are proven by a round trip on filled tables and linted. With --undo it is a part of ' +
    'the way back of an earlier one, in the state of today, and the Prisma schema is yours to change. Your database is not ' +
    'touched, and nothing is left behind when a step fails. Names in --rename are those of the database.',
  arguments: { name: optionalArgument('what changes, in lower case: add_bans') },
  options: {
    name: text('slug', 'the same, as an option'),
    rename: texts(
      'old=new',
      'a rename instead of drop and add: users.name=users.display_name, users=accounts, Role.USER=Role.MEMBER; also enums, indexes, schemas; a name with a dot or = in double quotes',
    ),
    undo: text('migration', 'take this one back by a new one, while those after it stay', {
      excludes: ['rename', 'empty'],
    }),
    only: texts('table.column', 'with --undo: a table, or a column of one, by their names in the database'),
    empty: flag('lay an empty migration, for SQL that is written by hand', { excludes: ['rename'] }),
    online: flag(
      'in steps that a live database does not feel, each in a folder of its own; so by default with online in agora.config.ts',
    ),
    plain: flag('in one folder, whatever agora.config.ts says', { excludes: ['online'] }),
    dryRun: flag('print both files; write nothing'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate create add_bans', does: 'after an edit of the schema' },
    {
      command: 'agora migrate create rename_display_name --rename users.name=users.display_name',
      does: 'keeps the data of a renamed column',
    },
    {
      command: 'agora migrate create add_bans --online',
      does: 'for a table in use: indexes CONCURRENTLY, checks afterwards',
    },
    {
      command: 'agora migrate create without_age --undo 20261121093000_profiles --only users.age',
      does: 'one thing of a deployed migration taken back; what came after it stays',
    },
    { command: 'agora migrate create fill_slugs --empty', does: 'a folder for SQL of your own' },
  ],
  next: [
    { command: 'agora migrate deploy', does: 'apply it to the development database' },
    { command: 'npx prisma generate', does: 'bring the client up to date' },
  ],
  run: ({ context, arguments: given, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const name = given.name ?? options.name;
      if (given.name !== undefined && options.name !== undefined)
        throw contradiction(
          'agora migrate create',
          `${given.name} and --name ${options.name} exclude each other.`,
        );
      if (name === undefined) {
        throw new UsageError({
          code: 'cli.missing_value',
          message: 'A new migration needs a name.',
          fix: 'agora migrate create add_bans',
        });
      }
      if (options.only.length > 0 && options.undo === undefined)
        throw contradiction(
          'agora migrate create',
          '--only says what of a migration is taken back, and goes with --undo.',
        );
      const only = options.only.flatMap((one) => one.split(',')).map((one) => one.trim());
      const opened = await openProject(context);
      const { project, config } = opened;
      const report = await createMigration({
        project,
        name,
        adminUrl: await scratchServer(project, context, options.server),
        renames: options.rename,
        undo: options.undo === undefined ? undefined : { migration: options.undo, only },
        empty: options.empty,
        online: options.online || (config.online && !options.plain),
        dryRun: options.dryRun,
        severities: config.lint.severities,
        onStep: (step) => out.note(`${step} …`),
        signal,
      });
      if (report.migration === undefined) {
        out.data({ created: false, kept: report.kept }, () => report.kept.join('\n'));
        if (report.kept.length > 0)
          out.note(
            'Prisma sees a difference in spelling; in the database nothing would change. Write the schema as PostgreSQL keeps it, and `prisma migrate dev` sees none either.',
          );
        out.note(
          options.undo === undefined
            ? 'Schema and migrations agree: there is nothing to migrate. (For SQL of your own: --empty)'
            : `Nothing of ${options.undo} is left: later migrations have taken it back.`,
        );
        return EXIT.ok;
      }
      if (report.written) {
        const files = report.migrations.flatMap((one) => filesOf(one));
        await afterCreate(context, opened, { files, signal });
      }
      out.data(createdAsJson(report), (paint) => describeCreated(report, context.cwd, paint));
      if (report.written)
        out.success(
          `${report.migrations.map((one) => one.name).join(', ')} ${report.migrations.length === 1 ? 'is' : 'are'} ready.`,
        );
      for (const warning of report.warnings) out.warn(warning);
      if (report.proof?.outcome !== 'failed' && report.proof?.outcome !== 'not found') return EXIT.ok;
      out.warn(
        'No way back was found that passes the proof; down.sql says so. Write it by hand, or leave it.',
      );
      return EXIT.found;
    }),
});
