import { stat } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, type EnvironmentPolicy, ENVIRONMENTS, isAgoraError } from '@agora/core';
import { findAgoraConfig, loadAgoraConfig } from '@agora/core/config';
import { renderError } from '@agora/postgres';

import type { ApplyOptions, StepResult } from '../apply/options.ts';
import { deploy } from '../verbs/deploy.ts';
import type { Plan } from '../plan/plan.ts';
import {
  describeBlockers,
  describeEvent,
  describePlan,
  describeStatus,
  describeUnreached,
} from '../verbs/report-text.ts';
import { COUNTED_NOW, describeLosses, rollback } from '../verbs/rollback/rollback.ts';
import { readStatus } from '../verbs/status.ts';
import { type Arguments, readArguments, usage } from './arguments.ts';

/** What the deployer needs of its process. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Data. */
  readonly print: (text: string) => void;
  /** Prose. */
  readonly note: (text: string) => void;
}

/** Runs the deployer and returns its exit code. */
export async function runDeployer(world: World): Promise<number> {
  try {
    const given = readArguments(world.argv, world.env);
    if (given.verb === 'help') {
      world.print(usage);
      return 0;
    }
    await checkFolder(given.directory);
    const config = await loadAgoraConfig(given.directory, given.config ?? findAgoraConfig(given.directory));
    const shared = { url: given.url, directory: given.directory, forgotten: config.forgotten };
    if (given.verb === 'status') {
      const status = await readStatus(shared);
      world.print(given.json ? JSON.stringify(status) : describeStatus(status));
      return status.state === 'up-to-date' ? 0 : 2;
    }
    const policy = policyOf(config.environments, given.environment);
    const options = optionsOf(given, world);
    const { acceptDataLoss, allow, allowMissing, createDatabase, dryRun, to } = given;
    if (given.verb === 'deploy') {
      const target = { allow, allowMissing, createDatabase, dryRun, to };
      const report = await deploy({ ...shared, ...target, policy, options });
      const against = [...report.plan.blockers, ...report.refusals];
      return printReport(world, given, report.plan, { against, results: report.results });
    }
    const report = await rollback({ ...shared, policy, options, acceptDataLoss, dryRun, target: given.back });
    const lines = describeLosses(report);
    for (const line of lines) world.note(line);
    if (dryRun && lines.length > 0) world.note(COUNTED_NOW);
    return printReport(world, given, report.plan, { against: report.plan.blockers, results: report.results });
  } catch (error) {
    const json = world.argv.includes('--json') && isAgoraError(error);
    if (json) world.print(JSON.stringify({ error }));
    else world.note(renderError(error));
    return isAgoraError(error) && error.code === 'migrations.usage' ? 64 : 1;
  }
}

/** To Prisma a folder that is not there holds no migrations; in an image it was not copied. */
async function checkFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new AgoraError({
    code: 'migrations.usage',
    message: `There is no folder ${path.resolve(directory)}.`,
    why: 'The migrations are expected in it.',
    fix: 'Copy the migrations there, or name their folder: --migrations <folder>',
  });
}

function printReport(
  world: World,
  given: Arguments,
  plan: Plan,
  {
    against,
    results,
  }: {
    readonly against: Parameters<typeof describeBlockers>[0];
    readonly results: readonly StepResult[];
  },
): number {
  const failed = results.find((result) => result.outcome !== 'succeeded');
  if (given.json) {
    const steps = plan.steps.map(({ kind, name }) => ({ kind, name }));
    world.print(JSON.stringify({ steps, blockers: against, results }));
  } else if (results.length === 0 && against.length === 0) world.print(describePlan(plan));
  if (against.length > 0) world.note(describeBlockers(against));
  if (failed?.error) world.note(renderError(failed.error));
  const unreached = describeUnreached(results);
  if (unreached !== undefined) world.note(unreached);
  return against.length > 0 || failed ? 1 : 0;
}

function policyOf(
  environments: Readonly<Record<string, EnvironmentPolicy>>,
  name: string = 'development',
): EnvironmentPolicy {
  const policy = environments[name];
  if (policy) return policy;
  throw new AgoraError({
    code: 'migrations.usage',
    message: `"${name}" is no environment.`,
    fix: `Use one of ${ENVIRONMENTS.join(', ')}.`,
  });
}

function optionsOf(given: Arguments, world: World): ApplyOptions {
  return {
    lockWaitMs: given.lockWaitMs,
    unknownStatement: given.unknownStatement,
    commit: given.commit,
    actor: world.env['USER'] ?? world.env['USERNAME'],
    signal: world.signal,
    onEvent: (event) => {
      const line = describeEvent(event);
      if (line !== undefined) world.note(line);
    },
  };
}
