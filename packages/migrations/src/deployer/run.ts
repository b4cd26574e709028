import { stat } from 'node:fs/promises';
import path from 'node:path';

import {
  AgoraError,
  chooseEnvironment,
  type EnvironmentChoice,
  type EnvironmentPolicy,
  isAgoraError,
  policyOf,
  undefinedIfMissing,
} from '@agora/core';
import { findAgoraConfig, loadAgoraConfig } from '@agora/core/config';
import { renderError, withNamedDatabase } from '@agora/postgres';

import type { ApplyOptions, StepResult } from '../apply/options.ts';
import { throwIfInterrupted } from '../apply/interrupted.ts';
import { loadCompiled } from '../backfill/module/module-loader.ts';
import type { BackfillResult } from '../backfill/run-options.ts';
import { deploy } from '../verbs/deploy.ts';
import type { Plan } from '../plan/plan.ts';
import {
  describeBackfill,
  describeBlockers,
  describePlan,
  describeStatus,
  describeUnreached,
} from '../verbs/report-text.ts';
import { resolve } from '../verbs/resolve.ts';
import { COUNTED_NOW, describeLosses, rollback } from '../verbs/rollback/rollback.ts';
import { stamp } from '../verbs/stamp.ts';
import { readStatus } from '../verbs/status.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { databaseUrl } from './database-url.ts';
import { jsonLog, type Log, proseLog } from './log.ts';
import { inOwnWords } from './own-words.ts';
import { usage } from './usage.ts';
import { waitForServer } from './wait-for-server.ts';

/** What the deployer needs of its process. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Aborts with the name of the signal. */
  readonly signal: AbortSignal;
  /** Data. */
  readonly print: (text: string) => void;
  /** Prose. */
  readonly note: (text: string) => void;
}

/** Exit codes of a run that a signal stopped, as shells count them: 128 and the number of the signal. */
export const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const;

/** A call that was understood, with all that its verb works with. */
interface Job {
  readonly given: Arguments;
  readonly target: {
    readonly url: string;
    readonly directory: string;
    readonly forgotten: readonly string[];
  };
  readonly environment: EnvironmentChoice;
  readonly policy: EnvironmentPolicy;
  readonly options: ApplyOptions;
  readonly log: Log;
  /** Prints the result: the text, or with `--json` the value. */
  readonly show: (value: unknown, text: string) => void;
}

/** Runs the deployer and returns its exit code. */
export async function runDeployer(world: World): Promise<number> {
  const json = world.argv.includes('--json');
  const note = (text: string): void => world.note(inOwnWords(text));
  const show = (value: unknown, text: string): void => {
    const output = json ? asJson(value) : inOwnWords(text);
    if (output !== '') world.print(output);
  };
  const log = json ? jsonLog((value) => world.note(asJson(value))) : proseLog(note);
  try {
    const given = readArguments(world.argv);
    if (given.verb === 'help' || given.verb === 'version') {
      world.print(given.verb === 'help' ? usage : world.version);
      return 0;
    }
    const code = await perform(await prepare(given, world, { log, show }));
    return code === 0 ? code : (stoppedBy(world.signal) ?? code);
  } catch (error) {
    if (json && isAgoraError(error)) show({ error }, '');
    else note(renderError(error));
    const misused =
      isAgoraError(error) && /^(?:migrations\.usage|config\.unknown_environment)$/.test(error.code);
    return misused ? 64 : (stoppedBy(world.signal) ?? 1);
  }
}

function asJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? inOwnWords(one) : one));
}

function stoppedBy({ aborted, reason }: AbortSignal): number | undefined {
  if (!aborted) return undefined;
  return reason === 'SIGTERM' ? STOPPED.SIGTERM : STOPPED.SIGINT;
}

async function prepare(given: Arguments, world: World, reporting: Pick<Job, 'log' | 'show'>): Promise<Job> {
  const url = withNamedDatabase(await databaseUrl(given.url, world.env));
  await checkFolder(given.directory);
  const config = await loadAgoraConfig(given.directory, given.config ?? findAgoraConfig(given.directory));
  const environment = chooseEnvironment({ option: given.environment, env: world.env, url });
  const policy = withBackupProof(policyOf(config.environments, environment), given.backupProof);
  reporting.log.note(`environment: ${environment.name} (${environment.why})`);
  const { signal } = world;
  if (given.waitMs > 0) {
    const onWait = (why: string): void => reporting.log.note(`waiting for the server: ${why}`);
    await waitForServer(url, { ms: given.waitMs, signal, onWait });
  }
  throwIfInterrupted(signal);
  return {
    ...reporting,
    given,
    target: { url, directory: given.directory, forgotten: config.forgotten },
    environment,
    policy,
    options: {
      lockWaitMs: given.lockWaitMs,
      unknownStatement: given.unknownStatement,
      commit: given.commit,
      environment: policy.name,
      actor: world.env['USER'] ?? world.env['USERNAME'],
      signal,
      onEvent: reporting.log.event,
    },
  };
}

function perform(job: Job): Promise<number> {
  const { verb } = job.given;
  if (verb === 'deploy') return runDeploy(job);
  if (verb === 'rollback') return runRollback(job);
  if (verb === 'stamp') return runStamp(job);
  if (verb === 'resolve') return runResolve(job);
  return showStatus(job);
}

async function showStatus({ target, environment, show }: Job): Promise<number> {
  const status = await readStatus(target);
  show({ ...status, environment }, describeStatus(status));
  return status.state === 'up-to-date' ? 0 : 2;
}

async function runDeploy(job: Job): Promise<number> {
  const { given, target, policy, options } = job;
  const { allow, allowMissing, createDatabase, dryRun, to } = given;
  const what = { allow, allowMissing, createDatabase, dryRun, to };
  const backfillOptions = { load: loadCompiled, onEvent: job.log.backfill };
  const { plan, refusals, results, backfills } = await deploy({
    ...target,
    ...what,
    policy,
    options,
    backfills: given.backfills,
    backfillOptions,
  });
  return report(job, plan, { against: [...plan.blockers, ...refusals], results, backfills });
}

async function runRollback(job: Job): Promise<number> {
  const { given, target, policy, options, log } = job;
  const { acceptDataLoss, dryRun, back } = given;
  const backfillOptions = { load: loadCompiled, onEvent: log.backfill };
  const what = { acceptDataLoss, dryRun, target: back, backfillOptions };
  const found = await rollback({ ...target, policy, options, ...what });
  const lines = describeLosses(found);
  for (const line of [...lines, ...found.rowsRead]) log.note(line);
  if (dryRun && lines.length > 0) log.note(COUNTED_NOW);
  return report(job, found.plan, { against: found.plan.blockers, results: found.results });
}

async function runStamp({ given, target, options, show }: Job): Promise<number> {
  const { recorded } = await stamp({ ...target, options, dryRun: given.dryRun, target: given.stamp });
  const nothing = 'Everything was recorded already.';
  show({ recorded }, recorded.length === 0 ? nothing : recorded.join('\n'));
  return 0;
}

async function runResolve({ given, target, options, show }: Job): Promise<number> {
  if (given.resolve === undefined) return 64;
  const done = await resolve({ ...target, options, dryRun: given.dryRun, target: given.resolve });
  show({ migration: done.migration, as: done.as }, `${done.migration} ${done.as}`);
  return 0;
}

/** To Prisma a folder that is not there holds no migrations; in an image it was not copied. */
async function checkFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch(undefinedIfMissing);
  if (found?.isDirectory() === true) return;
  throw new AgoraError({
    code: 'migrations.usage',
    message: `There is no folder ${path.resolve(directory)}.`,
    why: 'The migrations are expected in it.',
    fix: 'Copy the migrations there, or name their folder: --migrations <folder>',
  });
}

function report(
  { given, show, log }: Job,
  plan: Plan,
  {
    against,
    results,
    backfills = [],
  }: {
    readonly against: Parameters<typeof describeBlockers>[0];
    readonly results: readonly StepResult[];
    readonly backfills?: readonly BackfillResult[];
  },
): number {
  const failed = results.find((result) => result.outcome !== 'succeeded');
  const steps = plan.steps.map(({ kind, name }) => ({ kind, name }));
  const idle = results.length === 0 && against.length === 0 && backfills.length === 0;
  const broken = backfills.find(({ outcome }) => outcome === 'failed' || outcome === 'interrupted');
  show(
    { steps, blockers: against, results, ...(backfills.length > 0 ? { backfills } : {}) },
    idle ? describePlan(plan) : '',
  );
  if (!given.json) {
    if (against.length > 0) log.note(describeBlockers(against));
    for (const one of backfills) log.note(describeBackfill(one));
    if (broken?.error) log.note(renderError(broken.error));
    if (failed?.error) log.note(renderError(failed.error));
    const unreached = describeUnreached(results);
    if (unreached !== undefined) log.note(unreached);
  }
  return against.length > 0 || failed || broken ? 1 : 0;
}

/** With `--backup-proof`, the file that is to prove a backup is another. */
function withBackupProof(policy: EnvironmentPolicy, file: string | undefined): EnvironmentPolicy {
  return file === undefined ? policy : { ...policy, backup: { ...policy.backup, file: path.resolve(file) } };
}
