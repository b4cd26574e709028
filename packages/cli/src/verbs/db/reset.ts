import { AgoraError, type EnvironmentPolicy } from '@agora/core';
import type { Project } from '@agora/migrations';
import {
  readResetPlan,
  resetDatabase,
  type ResetPlan,
  type ResetReport,
  type SeedCommand,
} from '@agora/operations';
import { parseDatabaseUrl } from '@agora/postgres';

import { defineCommand } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import { flag, integer, text } from '../../command/option.ts';
import { confirmDatabase } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { applyOptions } from '../../project/apply-options.ts';
import { openProject, projectUrl } from '../../project/open-project.ts';
import { counted } from '../../terminal/text.ts';

/** `agora db reset` */
export const reset = defineCommand({
  name: 'reset',
  summary: 'Make a development database as new: drop all in it, apply every migration, run the seeds',
  description:
    "Drops the project's schemas, in one transaction, applies the whole history and runs the project's own seed " +
    'command. It wants the name of the database, by --confirm or typed at the prompt. Refused outside development, ' +
    "whatever the flags, and for a database that is not this project's by its history.",
  destroys: true,
  options: {
    confirm: text('name', 'the name of the database whose data will be lost', { destroys: true }),
    skipSeed: flag('leave it migrated and empty'),
    dryRun: flag('print what would be dropped, applied and run; change nothing'),
    lockWait: integer('seconds', 'how long to wait for another run; by default 600'),
  },
  environment: {
    DATABASE_URL: 'the database, where prisma.config.ts reads it from there',
    AGORA_ENV: 'only development may be reset',
  },
  examples: [
    { command: 'agora db reset', does: 'asks for the name of the database first' },
    { command: 'agora db reset --confirm shop', does: 'for scripts' },
    { command: 'agora db reset --dry-run', does: 'what would be lost' },
  ],
  next: [{ command: 'agora migrate status', does: 'where the database is now' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { project, config, policy } = await openProject(context);
      const input = {
        url: projectUrl(project, context),
        directory: project.migrationsDirectory,
        forgotten: config.forgotten,
        policy,
        seed: options.skipSeed ? undefined : seedCommand(context, project, policy),
        options: await applyOptions(context, project.root, {
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
    }),
});

/** Of the project, with the profile that agora.config.ts names for the environment. */
function seedCommand(context: Context, project: Project, policy: EnvironmentPolicy): SeedCommand | undefined {
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
      AGORA_ENV: context.environment,
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
