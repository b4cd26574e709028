import { AgoraError } from '@agora/core';
import { deploy as deployMigrations } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { backfillProgress, reportBackfills } from '../../project/deploy/backfill-progress.ts';
import { applyOptions } from '../../project/deploy/apply-options.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../project/open/open-project.ts';
import { renderPlan } from '../../project/deploy/render-plan.ts';
import { reportResults } from '../../project/deploy/report-results.ts';
import { choice, flag, integer, text, texts } from '../../command/option.ts';

/** `agora migrate deploy` */
export const deploy = defineCommand({
  name: 'deploy',
  summary: 'Apply pending migrations, in order',
  description:
    'Each migration is one transaction with its history row: it is applied or it is not. One that cannot run in a ' +
    'transaction runs statement by statement, and a second deploy goes on where the first stopped. An edited, missing ' +
    'or late migration stops the deploy before anything is done. Takes the lock that Prisma takes. A database that does ' +
    'not exist is created, outside production. A backfill runs after its migration, batch by batch; what is left of ' +
    'earlier ones runs first. Where the environment says watch, sessions, proofs, disk and health are looked at before ' +
    'it, speed, errors and checks after it, and it is taken back where it does harm. Exits 2 when somebody must decide.',
  options: {
    dryRun: flag('print the plan and its SQL; change nothing'),
    to: text('migration', 'the last migration to apply'),
    allow: texts('rule', 'a hazard that is meant, where the environment wants it named'),
    allowOutOfOrder: flag('apply migrations that were merged late; only in development'),
    allowMissing: flag('go on although applied migrations are missing on disk'),
    backfills: choice(['now', 'later'], 'run backfills after their migrations (now), or leave them', {
      default: 'now',
    }),
    createDatabase: flag('in production too, create the database if it does not exist'),
    lockWait: integer('seconds', 'how long to wait for another deploy; by default 600'),
    report: text('file', 'write what was found and done: Markdown, or JSON where it ends with .json'),
    unwatched: flag('look at nothing before and after it, although agora.config.ts says watch'),
    unknownStatement: choice(
      ['done', 'again'],
      'for a statement whose outcome a crash has hidden: count it as done, or run it again',
    ),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate deploy', does: 'applies what is pending' },
    { command: 'agora migrate deploy --env production --dry-run', does: 'what would happen, with the SQL' },
    { command: 'agora migrate deploy --report deploy.md', does: 'with a report for the ticket' },
    { command: 'agora migrate deploy --to 20261121093000_add_bans', does: 'up to and including this one' },
  ],
  next: [
    { command: 'agora migrate status', does: 'where the database is now' },
    { command: 'agora migrate rollback', does: 'the last one back' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const opened = await openProject(context);
      const { policy } = opened;
      if (options.allowOutOfOrder && policy.base !== 'development') throw developmentOnly(policy.name);
      noteEnvironment(out, opened.environment);
      const target = migrationTarget(opened, context);
      const { dryRun, to, allow, allowMissing, allowOutOfOrder, backfills } = options;
      const progress = backfillProgress(out);
      const input = {
        ...target,
        policy,
        dryRun,
        to,
        allow,
        allowMissing,
        allowOutOfOrder,
        createDatabase: options.createDatabase || undefined,
        backfills,
        backfillOptions: { onEvent: progress.onEvent },
        options: await applyOptions(context, opened, { ...options, signal }),
      };
      if (policy.backup.before !== undefined) {
        const { backupBefore } = await import('../../project/backup/before-deploy.ts');
        await backupBefore(context, opened, input, signal);
      }
      if (policy.watch !== undefined && !dryRun && !options.unwatched) {
        const { deployWatched } = await import('../../project/deploy/deploy-watched.ts');
        return deployWatched(context, opened, {
          input,
          settings: policy.watch,
          signal,
          file: options.report,
        }).finally(() => progress.finish());
      }
      const report = await deployMigrations(input).finally(() => progress.finish());
      if (options.report !== undefined && !dryRun) {
        const { writeReport } = await import('../../project/deploy/write-report.ts');
        await writeReport(context, opened, { file: options.report, url: target.url, report });
      }
      const sql = dryRun ? await renderPlan(report.plan, target.directory, report.history.schema) : undefined;
      for (const index of report.invalidIndexes)
        out.warn(`The index ${index} is not valid: REINDEX or drop it.`);
      const against = [...report.plan.blockers, ...report.refusals];
      const code = reportResults(out, {
        plan: report.plan,
        against,
        results: report.results,
        sql,
        more: {
          environment: opened.environment,
          ...(report.database === undefined ? {} : { database: report.database }),
          ...(report.backfills.length === 0 ? {} : { backfills: report.backfills }),
        },
      });
      if (code === EXIT.ok && report.results.length > 0) out.success(`${report.results.length} applied.`);
      const filled = reportBackfills(out, report.backfills);
      return code === EXIT.ok ? filled : code;
    }),
});

function developmentOnly(environment: string): AgoraError {
  return new AgoraError({
    code: 'migrations.out_of_order',
    message: `--allow-out-of-order is refused in ${environment}.`,
    why: 'Databases would run the same migrations in different orders.',
    fix: 'Give the late migration a newer timestamp: agora migrate rebase --base <the branch merged into>',
  });
}
