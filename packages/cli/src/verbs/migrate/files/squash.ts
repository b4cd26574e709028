import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { flag, text } from '../../../command/option.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { scratchServer, serverOption } from '../../../project/scratch/scratch-server.ts';
import { counted } from '../../../terminal/text.ts';

/** `agora migrate squash` */
export const squash = defineCommand({
  name: 'squash',
  summary: 'Make one migration of the first ones, with the same schema and rows',
  description:
    'The schema as the last of them leaves it, and the rows that they leave in an empty database; run in a temporary ' +
    'database and compared with it, and its way back proven. The old folders go. The new one names them with their ' +
    'checksums: a deploy to a database that has them all records it, one that has only some is refused until the rest is ' +
    'deployed from the version before. Plain `prisma migrate deploy` does not know of that: on a database that has the ' +
    'old ones let agora deploy first, or use `prisma migrate resolve --applied`.',
  options: {
    to: text('migration', 'the last one that goes into it'),
    name: text('slug', 'of the new one; by default squashed'),
    dryRun: flag('print both files; write nothing'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate squash --to 20251231180000_last_of_the_year', does: 'everything up to it' },
    { command: 'agora migrate squash --to add_bans --dry-run', does: 'what it would be' },
  ],
  next: [{ command: 'agora migrate status', does: 'that nothing is missing in your database' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { to, name = 'squashed', dryRun } = options;
      if (to === undefined) {
        throw new UsageError({
          code: 'cli.missing_value',
          message: 'Name the last migration that goes into it.',
          fix: 'agora migrate squash --to <migration>',
        });
      }
      const { squash: squashMigrations } = await import('@agora/migrations');
      const { project } = await openProject(context);
      const adminUrl = await scratchServer(project, context, options.server);
      const onStep = (what: string): void => out.note(`${what} …`);
      const report = await squashMigrations({ project, to, name, adminUrl, dryRun, onStep, signal });
      const { migration, replaced, rows, leftOut, notes, proof } = report;
      out.data(
        {
          migration: migration.name,
          replaced,
          rows,
          leftOut,
          notes,
          wayBack: proof?.outcome ?? null,
          ...(dryRun ? { up: migration.up.raw, down: migration.down?.raw ?? null } : {}),
        },
        () => (dryRun ? [migration.up.raw, migration.down?.raw ?? ''].join('\n') : migration.name),
      );
      for (const one of leftOut) out.warn(`Left out, since it changed no row of an empty database: ${one}`);
      for (const one of notes) out.warn(one);
      if (!dryRun) {
        out.success(
          `${migration.name} stands for ${counted(replaced.length, 'migration')} and ${counted(rows, 'row')}.`,
        );
      }
      return migration.down === undefined || proof?.outcome === 'not found' ? EXIT.found : EXIT.ok;
    }),
});
