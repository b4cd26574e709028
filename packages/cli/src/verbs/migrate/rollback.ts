import { COUNTED_NOW, describeLosses, rollback as rollBackMigrations } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { applyOptions } from '../../project/deploy/apply-options.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../project/open/open-project.ts';
import { renderPlan } from '../../project/deploy/render-plan.ts';
import { reportResults } from '../../project/deploy/report-results.ts';
import { choice, flag, integer, text } from '../../command/option.ts';

/** `agora migrate rollback` */
export const rollback = defineCommand({
  name: 'rollback',
  summary: 'Take applied migrations back, the last first',
  description:
    'Runs each down.sql in one transaction with its history row; Prisma then counts the migration as not applied. ' +
    'What would be lost is counted in rows beforehand, and wants --accept-data-loss.',
  destroys: true,
  options: {
    steps: integer('n', 'how many; by default 1', { min: 1, excludes: ['to', 'all'] }),
    to: text('migration', 'everything applied after this one; it stays', { excludes: ['all'] }),
    all: flag('everything'),
    acceptDataLoss: flag('go on although rows would be lost', { destroys: true }),
    dryRun: flag('print the plan, the losses and the SQL; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
    unknownStatement: choice(
      ['done', 'again'],
      'for a statement whose outcome a crash has hidden: count it as done, or run it again',
    ),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate rollback', does: 'the last migration back' },
    { command: 'agora migrate rollback --steps 3 --dry-run', does: 'what the last three would take along' },
    {
      command: 'agora migrate rollback --to 20261121093000_add_bans',
      does: 'back to the state after this one',
    },
  ],
  next: [{ command: 'agora migrate deploy', does: 'forward again' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const opened = await openProject(context);
      const { policy } = opened;
      noteEnvironment(out, opened.environment);
      const target = migrationTarget(opened, context);
      const { acceptDataLoss, dryRun } = options;
      const report = await rollBackMigrations({
        ...target,
        policy,
        acceptDataLoss,
        dryRun,
        target: options.all
          ? { all: true }
          : options.to === undefined
            ? { steps: options.steps ?? 1 }
            : { to: options.to },
        options: await applyOptions(context, opened, { ...options, signal }),
      });
      const lines = describeLosses(report);
      for (const line of lines) out.warn(`${line}.`);
      for (const line of report.rowsRead) out.note(`${line}.`);
      if (dryRun && lines.length > 0) out.note(COUNTED_NOW);
      const { plan, results, losses, obstacles, rowsRead, history } = report;
      const sql = dryRun ? await renderPlan(plan, target.directory, history.schema) : undefined;
      const code = reportResults(out, {
        plan,
        against: plan.blockers,
        results,
        sql,
        more: { environment: opened.environment, losses, obstacles, rowsRead },
      });
      if (code === EXIT.ok && results.length > 0) out.success(`${results.length} rolled back.`);
      return code;
    }),
});
