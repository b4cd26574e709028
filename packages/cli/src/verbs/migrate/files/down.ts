import { type MigrationReport, replaceFile } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { chooseMigrations } from '../../../project/choose-migrations.ts';
import { afterCreate } from '../../../project/after-create.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { readMigrations } from '../../../project/read-migrations.ts';
import { serverOption } from '../../../project/scratch/scratch-server.ts';
import { printReports } from '../../../project/scratch/proof-output.ts';
import { walkWithProgress } from '../../../project/scratch/walk-with-progress.ts';
import { flag, restArguments } from '../../../command/option.ts';

/** `agora migrate down` */
export const down = defineCommand({
  name: 'down',
  summary: 'Write the ways back that are missing, each proven by a round trip',
  description:
    'For migrations that came from `prisma migrate dev` or were written by hand: plans the way back from the catalog ' +
    'before and after, tries it on filled tables, and writes the first plan that is proven to down.sql. A rename ' +
    'stays a rename. What it destroys stands at its top and is counted before a rollback; where no plan works, the ' +
    'file says so (-- agora: not-found because ...). Each file is written as soon as it is proven, so a run that was ' +
    'stopped goes on where it was. Existing files stay unless --regenerate.',
  arguments: {
    migrations: restArguments('only these: names, names without timestamp, or beginnings of names'),
  },
  options: {
    regenerate: flag('rewrite what is there already', { destroys: true }),
    check: flag('write nothing; exit 2 if a way back is missing', { excludes: ['regenerate', 'dryRun'] }),
    dryRun: flag('print what would be written'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate down', does: 'every way back that is missing' },
    {
      command: 'agora migrate down add_bans --regenerate',
      does: 'one anew, after its migration.sql was edited',
    },
    { command: 'agora migrate down --check', does: 'for CI: is there one for each?' },
  ],
  next: [{ command: 'agora migrate verify', does: 'prove them all again' }],
  run: ({ context, arguments: given, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const opened = await openProject(context);
      const { project } = opened;
      const { migrations } = await readMigrations(out, project);
      const wanted = chooseMigrations(migrations, given.migrations).filter(
        (migration) => options.regenerate || migration.down === undefined,
      );
      if (options.check) {
        const names = wanted.map((migration) => migration.name);
        out.data({ missing: names }, () => names.join('\n'));
        if (names.length > 0) out.warn(`${names.length} without down.sql. Write them: agora migrate down`);
        return names.length > 0 ? EXIT.found : EXIT.ok;
      }
      if (wanted.length === 0) {
        out.data({ migrations: [] }, () => '');
        if (migrations.length > 0) out.note('Every migration has its way back.');
        return EXIT.ok;
      }
      const reports = await walkWithProgress(context, project, migrations, {
        chosen: new Set(wanted),
        label: 'planning',
        server: options.server,
        generate: true,
        remember: !options.dryRun,
        // At once: a run that is stopped keeps what it has found, and the next goes on there.
        onReport: async ({ generated }) => {
          if (generated !== undefined && !options.dryRun) await replaceFile(generated.path, generated.raw);
        },
        signal,
      });
      if (!options.dryRun) {
        const files = reports.flatMap(({ generated }) => (generated === undefined ? [] : [generated.path]));
        await afterCreate(context, opened, { files, signal });
      }
      printReports(out, reports);
      for (const { generated } of reports) {
        if (options.dryRun && generated !== undefined) out.note(`\n${generated.path}\n\n${generated.raw}`);
      }
      if (!options.dryRun) out.success(`${written(reports)} written. Read them: they are yours now.`);
      return reports.some(({ outcome }) => outcome === 'failed' || outcome === 'not found')
        ? EXIT.found
        : EXIT.ok;
    }),
});

const written = (reports: readonly MigrationReport[]): string => {
  const count = reports.filter((report) => report.generated !== undefined).length;
  return count === 1 ? '1 down.sql' : `${count} down.sql`;
};
