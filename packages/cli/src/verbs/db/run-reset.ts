import { AgoraError } from '@agora/core';
import {
  readResetPlan,
  resetDatabase,
  type ResetPlan,
  type ResetReport,
  type SeedCommand,
} from '@agora/operations';
import { parseDatabaseUrl } from '@agora/postgres';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import { confirmDatabase } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { applyOptions } from '../../project/deploy/apply-options.ts';
import {
  migrationTarget,
  type OpenProject,
  openProject,
  projectUrl,
} from '../../project/open/open-project.ts';
import { counted } from '../../terminal/text.ts';

/** The options of `agora db reset`. */
export interface ResetOptions {
  readonly confirm: string | undefined;
  readonly skipSeed: boolean;
  readonly dryRun: boolean;
  /** In seconds. */
  readonly lockWait: number | undefined;
}

/**
 * Plans a reset, asks for the database's name, and does it.
 * @throws AgoraError the `operations.*` refusals, `cli.not_confirmed`, and what a project without a database throws
 */
export async function runReset(
  context: Context,
  options: ResetOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out } = context;
  const opened = await openProject(context);
  const { project, policy } = opened;
  const input = {
    ...migrationTarget(opened, context),
    policy,
    external: [...(project.external?.tables ?? []), ...(project.external?.enums ?? [])],
    seed: options.skipSeed ? undefined : seedCommand(context, opened),
    options: await applyOptions(context, opened, {
      ...options,
      unknownStatement: undefined,
      signal,
    }),
  };
  const plan = await readResetPlan(input);
  throwIfRefused(plan);
  if (options.dryRun) {
    out.data({ ...plan, dryRun: true }, () => describePlan(plan));
    return EXIT.ok;
  }
  await confirmDatabase(context, {
    database: plan.database,
    given: options.confirm,
    destruction: `${whatIsLost(plan)} of ${plan.database} (${parseDatabaseUrl(input.url).redacted}) will be lost.`,
    command: 'agora db reset',
  });
  const report = await resetDatabase({
    ...input,
    onStep: (step) => {
      if (step === 'seed' && input.seed !== undefined) out.note(`running ${input.seed.command}`);
    },
  });
  throwIfRefused(report.plan);
  return conclude(context, report);
}

/** Of the project, with the profile that agora.config.ts names for the environment. */
function seedCommand(context: Context, { project, policy }: OpenProject): SeedCommand | undefined {
  const { seedCommand: command } = project;
  if (policy.seeds === 'none') return undefined;
  if (command === undefined) {
    context.out.note('The project names no seeds (migrations.seed of prisma.config.ts).');
    return undefined;
  }
  return {
    command,
    cwd: project.root,
    env: {
      ...context.env,
      DATABASE_URL: context.env['DATABASE_URL'] ?? projectUrl(project, context),
      AGORA_ENV: policy.name,
      ...(policy.seeds === undefined ? {} : { AGORA_SEEDS: policy.seeds }),
    },
    onOutput: (line) => context.out.note(`  ${line}`),
  };
}

/** @throws AgoraError the first refusal, with what else stands against it */
function throwIfRefused({ refusals: [first, ...others] }: ResetPlan): void {
  if (first === undefined) return;
  throw new AgoraError({ ...first, why: [first.why, ...others.map(({ message }) => message)].join('\n') });
}

function whatIsLost({ schemas }: ResetPlan): string {
  const names = schemas.map(({ name }) => name).join(', ');
  const tables = schemas.reduce((sum, schema) => sum + schema.tables, 0);
  if (schemas.length === 0) return 'Everything';
  return `Everything in ${schemas.length === 1 ? 'the schema' : 'the schemas'} ${names} (${counted(tables, 'table')})`;
}

function describePlan(plan: ResetPlan): string {
  const { schemas, migrations, seed, exists, database } = plan;
  return [
    ...(exists ? [] : [`create  the database ${database}`]),
    ...schemas.map(({ name, tables }) => `drop    ${name} with ${counted(tables, 'table')}`),
    `apply   ${counted(migrations.length, 'migration')}`,
    ...(seed === undefined ? [] : [`run     ${seed}`]),
  ].join('\n');
}

function conclude({ out }: Context, { plan, steps, migrations }: ResetReport): ExitCode {
  const { database, schemas, seed } = plan;
  const stopped = steps.find(({ error }) => error !== undefined);
  const applied = migrations.filter(({ outcome }) => outcome === 'succeeded').map(({ name }) => name);
  const seeded = steps.some(({ step, outcome }) => step === 'seed' && outcome === 'done') ? seed : null;
  out.data({ database, dropped: schemas, applied, seeded, steps }, () => '');
  if (stopped === undefined) {
    out.success(
      `${database} is as new: ${counted(applied.length, 'migration')}${seeded === null ? ', no seeds' : ', seeded'}.`,
    );
    return EXIT.ok;
  }
  if (!out.json) out.error(stopped.error);
  return stopped.outcome === 'interrupted' ? EXIT.interrupted : EXIT.failed;
}
