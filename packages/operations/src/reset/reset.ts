import { AgoraError, type EnvironmentPolicy, isAgoraError } from '@agora/core';
import {
  type ApplyOptions,
  createDatabase,
  deployWithin,
  emptyHistory,
  historySchema,
  isMissingDatabase,
  type MigrationsFolder,
  planDeploy,
  readFolder,
  readHistory,
  type Session,
  type StepResult,
  withMigrationLock,
  withSession,
} from '@agora/migrations';
import { type Client, describeSqlError, parseDatabaseUrl, sqlState } from '@agora/postgres';

import { stoppedDeploy } from '../deploy/stopped-deploy.ts';
import { runSeedCommand, type SeedCommand } from '../seed-command/seed-command.ts';
import { emptySchemas } from './empty-schemas.ts';
import { planReset, type ResetPlan } from './plan-reset.ts';
import { projectSchemas } from './project-schemas.ts';
import { findNamed, readSchemas } from './read-schemas.ts';

export interface ResetInput {
  /** A direct connection; through a transaction pooler the lock would not hold. */
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  readonly forgotten?: readonly string[] | undefined;
  readonly policy: EnvironmentPolicy;
  /** Tables and enums that others manage, by name or `schema.name`. */
  readonly external?: readonly string[] | undefined;
  /** The project's own seeds; none unless given. */
  readonly seed?: SeedCommand | undefined;
  readonly options?: ApplyOptions | undefined;
  /** Called as each step begins. */
  readonly onStep?: ((step: ResetStepName) => void) | undefined;
}

export type ResetStepName = 'empty' | 'deploy' | 'seed';

/** What became of one step. */
export interface ResetStep {
  readonly step: ResetStepName;
  /** `skipped`: there was nothing to do. */
  readonly outcome: 'done' | 'skipped' | 'failed' | 'interrupted' | 'not reached';
  readonly error?: AgoraError;
}

/** What a reset found and did. */
export interface ResetReport {
  readonly plan: ResetPlan;
  /** One for each step, the ones not reached included. */
  readonly steps: readonly ResetStep[];
  /** Of the migrations that were begun. */
  readonly migrations: readonly StepResult[];
}

/**
 * Reads and decides; changes nothing. A database that does not exist holds nothing to lose. Waits for whoever is at work
 * on it: half emptied, it would look like another project's.
 * @throws AgoraError `postgres.lock_not_available`
 */
export async function readResetPlan(input: ResetInput): Promise<ResetPlan> {
  const folder = await readFolder(input.directory);
  try {
    return await withSession(input.url, (session) =>
      withMigrationLock(session, input.options ?? {}, () => decide(input, folder, session.client)),
    );
  } catch (error) {
    if (!isMissingDatabase(error)) throw error;
    return decide(input, folder, undefined);
  }
}

/**
 * Makes a database as new: drops the project's schemas, applies every migration, and runs the project's seeds. Holds
 * Prisma's lock for all of it, so that of two resets one waits for the other. Decides again under the lock, and does
 * nothing where anything stands against it. Killed at any moment, it leaves a database that the next reset takes.
 * @throws AgoraError what the server says outside a step, `postgres.lock_not_available`
 */
export async function resetDatabase(input: ResetInput): Promise<ResetReport> {
  const folder = await readFolder(input.directory);
  const first = await readResetPlan(input);
  if (first.refusals.length > 0) return notReached(first);
  if (!first.exists) await createDatabase(input.url);
  return withSession(input.url, (session) =>
    withMigrationLock(session, input.options ?? {}, async () => {
      const plan = await decide(input, folder, session.client);
      return plan.refusals.length > 0 ? notReached(plan) : act(input, session, plan);
    }),
  );
}

async function decide(
  input: ResetInput,
  folder: MigrationsFolder,
  client: Client | undefined,
): Promise<ResetPlan> {
  const schema = historySchema(input.url);
  const options = { schema, forgotten: input.forgotten };
  const fresh = emptyHistory(folder, options);
  const names = projectSchemas(schema, folder);
  return planReset(
    {
      database: parseDatabaseUrl(input.url).database,
      exists: client !== undefined,
      history: client === undefined ? fresh : await readHistory(client, folder, options),
      schemas: client === undefined ? [] : await readSchemas(client, names),
      external: client === undefined ? [] : await findNamed(client, names, input.external ?? []),
      deploy: planDeploy(fresh),
      seed: input.seed?.command,
    },
    input.policy,
  );
}

async function act(input: ResetInput, session: Session, plan: ResetPlan): Promise<ResetReport> {
  const { policy, options, seed } = input;
  let migrations: readonly StepResult[] = [];
  const work: Readonly<Record<ResetStepName, () => Promise<'done' | 'skipped'>>> = {
    async empty() {
      if (plan.schemas.length === 0) return 'skipped';
      await emptySchemas(session.client, {
        drop: plan.schemas.map(({ name }) => name),
        history: session.schema,
        lockTimeoutMs: policy.lockTimeoutMs,
        lockAttempts: policy.lockAttempts,
        signal: options?.signal,
      });
      return 'done';
    },
    async deploy() {
      const report = await deployWithin(session, input);
      migrations = report.results;
      const stopped = stoppedDeploy(report);
      if (stopped !== undefined) throw stopped;
      return migrations.length === 0 ? 'skipped' : 'done';
    },
    async seed() {
      if (seed === undefined) return 'skipped';
      await runSeedCommand({ ...seed, signal: options?.signal });
      return 'done';
    },
  };
  const steps: ResetStep[] = [];
  for (const step of ['empty', 'deploy', 'seed'] as const) {
    if (steps.some(({ error }) => error !== undefined)) {
      steps.push({ step, outcome: 'not reached' });
      continue;
    }
    input.onStep?.(step);
    try {
      options?.signal?.throwIfAborted();
      steps.push({ step, outcome: await work[step]() });
    } catch (error) {
      steps.push(failed(step, error, options?.signal));
    }
  }
  return { plan, steps, migrations };
}

/** @throws what is neither the server's nor expected: a bug */
function failed(step: ResetStepName, error: unknown, signal: AbortSignal | undefined): ResetStep {
  if (signal?.aborted) {
    const dropped =
      step === 'empty' ? 'Nothing was dropped.' : 'The database is being made anew: run it again.';
    const stopped = new AgoraError({
      code: 'operations.interrupted',
      message: `Stopped on request. ${dropped}`,
      cause: error,
    });
    return { step, outcome: 'interrupted', error: stopped };
  }
  if (isAgoraError(error)) return { step, outcome: 'failed', error };
  if (sqlState(error) === undefined) throw error;
  return { step, outcome: 'failed', error: describeSqlError(error) };
}

function notReached(plan: ResetPlan): ResetReport {
  const steps = (['empty', 'deploy', 'seed'] as const).map((step) => ({
    step,
    outcome: 'not reached' as const,
  }));
  return { plan, steps, migrations: [] };
}
