import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { flag, optionalArgument } from '../../../command/option.ts';
import { afterCreate } from '../../../project/after-create.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { scratchServer, serverOption } from '../../../project/scratch/scratch-server.ts';
import { describeCreated, createdAsJson } from './created.ts';

/** `agora migrate contract` */
export const contract = defineCommand({
  name: 'contract',
  summary: 'Write the migrations that end open expansions: the old name, or the old type, goes',
  description:
    'An expansion lets the old and the new name of a column or table serve, or keeps the old type beside the new one, ' +
    'until no running version of the application needs the old. This writes what ends it, with its way back, proven and ' +
    'linted as by create; nothing is applied. Refused while the backfill of the expansion is not done in the database of ' +
    'the project; elsewhere the migration itself refuses.',
  arguments: {
    what: optionalArgument(
      'a table, or a column of one, by its old or new name: users.name; by default all that are open',
    ),
  },
  options: {
    dryRun: flag('print both files; write nothing'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate contract users.name', does: 'the old name of a column goes' },
    { command: 'agora migrate contract --dry-run', does: 'what would end all that are open' },
  ],
  next: [
    { command: 'agora migrate deploy', does: 'apply it, once the old version of the application is gone' },
  ],
  run: ({ context, arguments: given, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { contractExpansions } = await import('@agora/migrations');
      const opened = await openProject(context);
      const { project, config } = opened;
      const { contractions, unseen } = await contractExpansions({
        project,
        adminUrl: await scratchServer(project, context, options.server),
        what: given.what,
        dryRun: options.dryRun,
        severities: config.lint.severities,
        onStep: (step) => out.note(`${step} …`),
        signal,
      });
      if (unseen !== undefined) out.warn(`Whether the backfills are done was not seen: ${unseen}`);
      const written = contractions.filter((one) => one.written);
      const files = written.flatMap(({ migration: { up, down } }) =>
        down === undefined ? [up.path] : [up.path, down.path],
      );
      if (files.length > 0) await afterCreate(context, opened, { files, signal });
      out.data(
        contractions.map((one) => ({ expansion: one.expansion, ...createdAsJson(one) })),
        (paint) => contractions.map((one) => describeCreated(one, context.cwd, paint)).join('\n\n'),
      );
      for (const { migration } of written) out.success(`${migration.name} is ready.`);
      const failed = contractions.some(
        ({ proof }) => proof?.outcome === 'failed' || proof?.outcome === 'not found',
      );
      return failed ? EXIT.found : EXIT.ok;
    }),
});
