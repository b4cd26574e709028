import { findDrift, readFolder } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { flag } from '../../command/option.ts';
import { migrationTarget, openProject } from '../../project/open/open-project.ts';
import { comparableServer, serverOption } from '../../project/scratch/scratch-server.ts';
import { counted } from '../../terminal/text.ts';

/** `agora migrate drift` */
export const drift = defineCommand({
  name: 'drift',
  summary: 'Find what was changed in the database behind the migrations’ back',
  description:
    'Replays the applied migrations in a temporary database and compares the whole catalog: columns, types, defaults, ' +
    'constraints, indexes, functions, triggers and whether they fire, policies, views, grants, comments. Prints each ' +
    'difference and the SQL that would correct it, and runs none of it. Exits 2 when there is drift.',
  options: {
    keep: flag('print the SQL of a migration that makes the drift part of the history, and nothing else'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate drift', does: 'the differences, and what would correct them' },
    { command: 'agora migrate drift --json | jq -r ".mend[].sql"', does: 'the SQL alone' },
    {
      command: 'agora migrate drift --keep > migration.sql',
      does: 'the other way: all that the database has beyond its history; without one, a baseline',
    },
  ],
  next: [
    { command: 'agora migrate create --name <what_changed>', does: 'keep a change: put it into the schema' },
  ],
  async run({ context, options }) {
    const { out } = context;
    const opened = await openProject(context);
    const { project, config } = opened;
    const { migrations } = await readFolder(project.migrationsDirectory);
    const adminUrl = await comparableServer(project, context, options.server);
    const report = await out.step('Comparing the database with its history', () =>
      findDrift({
        ...migrationTarget(opened, context),
        adminUrl,
        ignore: config.drift.ignore,
        project,
      }),
    );
    out.data(report, (paint) =>
      options.keep
        ? report.keep.map(({ sql }) => `${sql};`).join('\n\n')
        : [
            ...report.differences,
            ...(report.mend.length > 0
              ? ['', paint.dim('-- SQL that would correct it; nothing was run.')]
              : []),
            ...report.mend.map(
              ({ sql, destroysData }) => `${destroysData ? paint.red('-- destroys data\n') : ''}${sql};`,
            ),
          ].join('\n'),
    );
    for (const note of report.notes) out.note(note);
    const pending = migrations.length - report.migrations;
    if (pending > 0)
      out.note(`Not applied, and left out: ${pending} of ${counted(migrations.length, 'migration')}.`);
    if (report.differences.length > 0) {
      out.warn(
        `${counted(report.differences.length, 'difference')} from what ${counted(report.migrations, 'migration')} made of it.`,
      );
      return EXIT.found;
    }
    out.success(`No drift: the database is what its ${counted(report.migrations, 'migration')} made of it.`);
    return EXIT.ok;
  },
});
