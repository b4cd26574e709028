import { parseDatabaseUrl } from '@agora/postgres';

import { readInvalidIndexes } from './apply/invalid-index.ts';
import type { ApplyOptions, StepResult } from './apply/options.ts';
import { runOptions } from './apply/run-options.ts';
import { runPlan } from './apply/run-plan.ts';
import { type Session, readSessionHistory, withMigrationLock, withSession } from './apply/session.ts';
import { checkPolicy } from './policy.ts';
import type { EnvironmentPolicy } from './config.ts';
import { readFolder } from './folder.ts';
import type { History } from './history.ts';
import { type DeployTarget, type Plan, planDeploy } from './plan.ts';
import { type Journal, prepareJournal } from './runs-table.ts';
import type { Refusal } from './policy.ts';

export interface DeployInput extends DeployTarget {
  /** A direct connection; through a transaction pooler the lock would not hold. */
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** Applied migrations that may be missing on disk. */
  readonly forgotten?: readonly string[] | undefined;
  /** What the environment demands; nothing unless given. */
  readonly policy?: EnvironmentPolicy | undefined;
  /** Hazards allowed for this deploy, by rule. */
  readonly allow?: readonly string[] | undefined;
  /** Plan only. */
  readonly dryRun?: boolean | undefined;
  readonly options?: ApplyOptions | undefined;
}

/** What a deploy found and did. */
export interface DeployReport {
  readonly history: History;
  readonly plan: Plan;
  /** What the environment forbids. Nothing was done if there are any, or if the plan has blockers. */
  readonly refusals: readonly Refusal[];
  /** One for each step that was begun; empty for a dry run. */
  readonly results: readonly StepResult[];
  /** Undefined when nothing was begun. */
  readonly journal?: Journal;
  /** Indexes that are not valid after the deploy, whoever left them. */
  readonly invalidIndexes: readonly string[];
}

/**
 * Applies what is pending. Reads and decides first; when there is something to do and nothing against it,
 * takes Prisma's lock, reads and decides again (another deploy may have been faster), and acts.
 *
 * @throws AgoraError `postgres.lock_not_available` when another runner does not finish in time; the
 * failure of a migration is returned as its result
 */
export async function deploy(input: DeployInput): Promise<DeployReport> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, async (session) => {
    const look = async (): Promise<DeployReport> => {
      const history = await readSessionHistory(session, folder, input.forgotten);
      const plan = planDeploy(history, input);
      const refusals = await refusalsOf(session, input, plan);
      return { history, plan, refusals, results: [], invalidIndexes: [] };
    };
    const first = await look();
    if (input.dryRun || !mayRun(first)) return first;
    return withMigrationLock(session, input.options ?? {}, async () => {
      const found = await look();
      return mayRun(found) ? act(session, input, found) : found;
    });
  });
}

function mayRun({ plan, refusals }: DeployReport): boolean {
  return plan.steps.length > 0 && plan.blockers.length === 0 && refusals.length === 0;
}

async function act(session: Session, input: DeployInput, found: DeployReport): Promise<DeployReport> {
  const options = runOptions(input.policy, input.options);
  const journal = await prepareJournal(session.client, session.schema);
  if (!journal.available) {
    options.onEvent?.({ kind: 'notice', message: `no journal is kept: ${journal.reason}` });
  }
  const results = await runPlan(session, found.plan, journal, options);
  const connected = results.every((result) => result.error?.code !== 'migrations.connection_lost');
  const invalidIndexes = connected ? await readInvalidIndexes(session.client) : [];
  return { ...found, results, journal, invalidIndexes };
}

async function refusalsOf(session: Session, input: DeployInput, plan: Plan): Promise<readonly Refusal[]> {
  if (!input.policy || plan.steps.length === 0) return [];
  const { database } = parseDatabaseUrl(session.url);
  return checkPolicy(plan, input.policy, { database, allow: input.allow ?? [] });
}
