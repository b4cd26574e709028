import type { OnProgress } from '@agora/backup';
import { AgoraError } from '@agora/core';
import {
  describeTable,
  recover,
  RECOVER_STEPS,
  type RecoverInput,
  type RecoverPlan,
  type RecoverReport,
  type RecoverStep,
} from '@agora/operations/recover';
import { parseDatabaseUrl } from '@agora/postgres';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import { confirmDatabase, confirmed } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { applyOptions } from '../../project/deploy/apply-options.ts';
import { openPlace } from '../../project/backup/place.ts';
import { checksFolder } from '../../project/deploy/health-checks.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../project/open/open-project.ts';
import { otherServer } from '../../project/scratch/scratch-server.ts';
import { readVersion } from '../../program/version.ts';
import { whereItStands } from './where-it-stands.ts';

/** The options of `agora recover`. */
interface RecoverOptions {
  readonly store: string | undefined;
  readonly keyFile: string | undefined;
  readonly backup: string | undefined;
  readonly confirm: string | undefined;
  readonly deploy: boolean;
  readonly withoutBackup: boolean;
  readonly dryRun: boolean;
  readonly jobs: number | undefined;
}

/** Plans a recovery, asks for the name of the database, and does it, told step by step. */
export async function runRecover(
  context: Context,
  options: RecoverOptions,
  watch: { readonly signal: AbortSignal; readonly onProgress: OnProgress },
): Promise<ExitCode> {
  const { out } = context;
  const input = await readInput(context, options, watch);
  const report = await recover(
    {
      ...input,
      onPlan: async (plan) => {
        for (const line of describePlan(plan)) out.note(line);
        await confirm(context, options, plan, input.url);
      },
    },
    { dryRun: options.dryRun },
  );
  return conclude(context, report);
}

async function readInput(
  context: Context,
  options: RecoverOptions,
  watch: { readonly signal: AbortSignal; readonly onProgress: OnProgress },
): Promise<RecoverInput> {
  const { out } = context;
  const opened = await openProject(context);
  const { project, policy, config, environment } = opened;
  noteEnvironment(out, environment);
  const { url, directory, forgotten } = migrationTarget(opened, context);
  const { store, key, settings } = await openPlace(context, options, watch.signal);
  const { signal } = watch;
  const applying = { lockWait: undefined, unknownStatement: undefined, signal };
  return {
    url,
    store,
    key,
    backup: options.backup,
    withoutBackup: options.withoutBackup,
    maintenance: policy.watch?.maintenance,
    cwd: project.root,
    env: context.env,
    drift: {
      directory,
      forgotten,
      adminUrl: await otherServer(project),
      ignore: config.drift.ignore,
      project,
    },
    checks: checksFolder(policy, project),
    // The backup that it is restored from is proof enough.
    deploy: options.deploy
      ? {
          policy: { ...policy, backup: { ...policy.backup, required: false } },
          options: await applyOptions(context, opened, applying),
        }
      : undefined,
    jobs: options.jobs ?? settings.jobs,
    purges: settings.purges,
    toolVersion: readVersion(),
    ask: context.interactive ? confirmed : undefined,
    onStep: (step) => out.note(describeStep(step)),
    ...watch,
  };
}

function confirm(
  context: Context,
  options: RecoverOptions,
  { database, old, backup, asOf }: RecoverPlan,
  url: string,
): Promise<void> {
  const { redacted } = parseDatabaseUrl(url);
  const gives = old === null ? 'is not there' : `will be closed to everybody and kept as ${old}`;
  return confirmDatabase(context, {
    database,
    given: options.confirm,
    destruction: `${database} (${redacted}) ${gives}; ${backup}, as of ${asOf}, comes in its place.`,
    command: 'agora recover',
  });
}

function describePlan(plan: RecoverPlan): readonly string[] {
  const { goesOn, begun, database, backup, why, asOf, old, notes } = plan;
  return [
    ...(goesOn ? [`goes on with the recovery of ${database} that was begun at ${begun}`] : []),
    `backup    ${backup}, as of ${asOf}: ${why}`,
    `old       ${old === null ? 'nothing is there' : `kept as ${old}`}`,
    ...notes.map((note) => `note      ${note}`),
  ];
}

function describeStep({ name, outcome, saw, durationMs }: RecoverStep): string {
  return `${outcome.padEnd(11)} ${name}: ${saw}${durationMs >= 1000 ? ` (${(durationMs / 1000).toFixed(1)} s)` : ''}`;
}

function conclude({ out }: Context, report: RecoverReport): ExitCode {
  const { outcome, plan, steps, written = [], servingMs } = report;
  out.data(report, () =>
    outcome === 'planned'
      ? [
          ...describePlan(plan),
          ...RECOVER_STEPS.map((name) => `${plan.steps.includes(name) ? 'to do' : 'done '}     ${name}`),
        ].join('\n')
      : '',
  );
  const findings = [...plan.findings, ...steps.flatMap((step) => step.findings)];
  if (!out.json) for (const finding of findings) out.error(new AgoraError(finding));
  switch (outcome) {
    case 'planned':
      return findings.length > 0 ? EXIT.found : EXIT.ok;
    case 'refused':
      out.warn('Nothing was done.');
      return EXIT.failed;
    case 'interrupted':
    case 'failed':
      out.warn(whereItStands(plan, steps));
      return outcome === 'failed' ? EXIT.failed : EXIT.interrupted;
    default:
      break;
  }
  for (const writes of written) out.warn(`Written after the backup: ${describeTable(writes)}.`);
  const serves =
    servingMs === undefined ? 'serves' : `serves, ${(servingMs / 1000).toFixed(1)} s after the command`;
  out.success(`${plan.database} ${serves}, as of ${plan.asOf}.`);
  if (plan.old !== null)
    out.note(`The old database is kept as ${plan.old}: agora recover drop-old ${plan.old}`);
  return findings.length > 0 ? EXIT.found : EXIT.ok;
}
