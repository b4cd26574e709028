import { defineCommand } from '../../command/command.ts';
import { choice } from '../../command/option.ts';
import { EXIT } from '../../command/exit-codes.ts';

/** `agora health` */
export const health = defineCommand({
  name: 'health',
  summary: 'Tell how the database and its application do',
  description:
    'The connection, the history, long statements and transactions, connections, cache hits, replicas, the journal, ' +
    'constraints and indexes, the queries of the project’s checks/*.sql, which must give no rows, and the requests of ' +
    'agora.config.ts (health.requests). Reads only. Exits 2 when something is red; what is yellow exits 0.',
  options: {
    format: choice(['text', 'json', 'markdown'], 'how to print it: markdown for a ticket', {
      default: 'text',
    }),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora health', does: 'every check, with the reason and the fix of what is wrong' },
    { command: 'agora health --env production --format json', does: 'the same for a program, as --json' },
    { command: 'agora health --format markdown', does: 'the same for a ticket' },
  ],
  next: [
    { command: 'agora validate', does: 'drift, constraints and the project’s checks alone' },
    { command: 'agora doctor', does: 'what stands in the way of migrations' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const [{ migrationTarget, openProject }, { readHealth, renderHealthReport }, rendering] =
        await Promise.all([
          import('../../project/open/open-project.ts'),
          import('@agora/operations'),
          import('../../project/deploy/health-checks.ts'),
        ]);
      const opened = await openProject(context);
      const { environment, policy, project } = opened;
      const report = await out.step('Looking', () =>
        readHealth({
          ...migrationTarget(opened, context),
          checks: rendering.checksFolder(policy, project),
          settings: policy.health,
          signal,
        }),
      );
      const value = { environment, ...report };
      out.data(value, (paint) => {
        if (options.format === 'json') return JSON.stringify(value, undefined, 2);
        if (options.format === 'markdown') return renderHealthReport(report, environment.name).trimEnd();
        return report.checks.map((check) => rendering.renderCheck(paint, check)).join('\n');
      });
      if (report.outcome === 'red') {
        out.warn(rendering.countRed(report.checks));
        return EXIT.found;
      }
      out.success('The database and its application do well.');
      return EXIT.ok;
    }),
});
