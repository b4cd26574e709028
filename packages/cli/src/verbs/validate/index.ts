import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { comparableServer, serverOption } from '../../project/scratch/scratch-server.ts';
import { counted } from '../../terminal/text.ts';

/** `agora validate` */
export const validate = defineCommand({
  name: 'validate',
  summary: 'Check that the live database is what it must be',
  description:
    'Its catalog against the history, replayed in a temporary database; constraints and indexes that are not valid; ' +
    'the queries of the project’s checks/*.sql, each of which must give no rows. Reads only. Exits 2 when something ' +
    'is found.',
  options: { server: serverOption },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora validate', does: 'drift, constraints, indexes and the project’s checks' },
    { command: 'agora validate --env production --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora migrate drift', does: 'each difference, with the SQL that would correct it' }],
  async run({ context, options }) {
    const { out } = context;
    const [{ migrationTarget, openProject }, { findDrift }, operations, rendering, { withConnection }] =
      await Promise.all([
        import('../../project/open/open-project.ts'),
        import('@agora/migrations'),
        import('@agora/operations'),
        import('../../project/deploy/health-checks.ts'),
        import('@agora/postgres'),
      ]);
    const opened = await openProject(context);
    const { config, policy, project } = opened;
    const target = migrationTarget(opened, context);
    const adminUrl = await comparableServer(project, context, options.server);
    const drift = await out.step('Comparing the database with its history', () =>
      findDrift({ ...target, adminUrl, ignore: config.drift.ignore, project }),
    );
    const checks = await out.step('Running the checks', () =>
      withConnection({ url: target.url, applicationName: 'agora validate' }, (client) =>
        operations.readIntegrity(client, rendering.checksFolder(policy, project)),
      ),
    );
    const isGood = drift.differences.length === 0 && operations.worstOf(checks) !== 'red';
    out.data({ valid: isGood, drift, checks }, (paint) =>
      [
        `${drift.differences.length === 0 ? paint.green('good') : paint.red('stop')}  ${'drift'.padEnd(19)} ${counted(drift.differences.length, 'difference')} from what ${counted(drift.migrations, 'migration')} made`,
        ...drift.differences.map((line) => `      ${line}`),
        ...checks.map((check) => rendering.renderCheck(paint, check)),
      ].join('\n'),
    );
    if (isGood) {
      out.success('The database is what it must be.');
      return EXIT.ok;
    }
    out.warn('The database is not what it must be.');
    return EXIT.found;
  },
});
