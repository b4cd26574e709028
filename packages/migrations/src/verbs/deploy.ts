import type { EnvironmentPolicy } from '@agora/core';
import { parseDatabaseUrl } from '@agora/postgres';

import { readInvalidIndexes } from '../apply/index-build/invalid-index.ts';
import type { ApplyOptions, StepResult } from '../apply/options.ts';
import { runOptions } from '../apply/run-options.ts';
import { runPlan } from '../apply/run-plan.ts';
import {
  type Session,
  readSessionHistory,
  schemaOf,
  withMigrationLock,
  withSession,
} from '../apply/session.ts';
import {
  checkBackfillFiles,
  DeployBackfills,
  type BackfillsWhen,
  unfinishedBackfills,
} from '../backfill/during-deploy.ts';
import { type BackfillOptions, backfillOptionsOf, type BackfillResult } from '../backfill/run-options.ts';
import { backupRefusals, hazardRefusals, type Refusal } from '../plan/policy.ts';
import { createDatabase, isMissingDatabase, noDatabase } from '../apply/create-database.ts';
import { type MigrationsFolder, readFolder } from '../project/folder.ts';
import { emptyHistory, type History } from '../history/history.ts';
import { type DeployTarget, type Plan, planDeploy } from '../plan/plan.ts';
import { type Journal, prepareJournal } from '../history/runs-table.ts';

export interface DeployInput extends DeployTarget {
  /** A direct connection; through a transaction pooler the lock would not hold. */
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** Applied migrations that may be missing on disk. */
  readonly forgotten?: readonly string[] | undefined;
  /** Tables that others manage, by name or `schema.name`: beside these a database counts as empty. */
  readonly externalTables?: readonly string[] | undefined;
  /** What the environment demands; nothing unless given. */
  readonly policy?: EnvironmentPolicy | undefined;
  /** Hazards allowed for this deploy, by rule. */
  readonly allow?: readonly string[] | undefined;
  /** Plan only. */
  readonly dryRun?: boolean | undefined;
  /** Create the database when the server has none of that name. Default: everywhere but in production. */
  readonly createDatabase?: boolean | undefined;
  readonly options?: ApplyOptions | undefined;
  /** Whether backfills run after their migrations. Default `now`. */
  readonly backfills?: BackfillsWhen | undefined;
  /** How a backfill.ts is loaded, and who hears of batches. */
  readonly backfillOptions?: Pick<BackfillOptions, 'load' | 'onEvent'> | undefined;
}

/** What a deploy found and did. */
export interface DeployReport {
  readonly history: History;
  readonly plan: Plan;
  /** What the environment forbids. Nothing was done if there are any, or if the plan has blockers. */
  readonly refusals: readonly Refusal[];
  /** One for each step, the ones not reached included; empty when none was begun. */
  readonly results: readonly StepResult[];
  /** One for each backfill that was run. */
  readonly backfills: readonly BackfillResult[];
  /** Of a database that did not exist: whether it does now. Undefined for one that did. */
  readonly database?: 'created' | 'missing';
  /** Undefined when nothing was begun. */
  readonly journal?: Journal;
  /** Indexes that are not valid after the deploy, whoever left them. */
  readonly invalidIndexes: readonly string[];
}

/**
 * Applies what is pending. Reads and decides first; when there is something to do and nothing against it,
 * takes Prisma's lock, reads and decides again (another deploy may have been faster), and acts. A database
 * that does not exist is created first, as `prisma migrate deploy` does, once nothing stands against the plan.
 *
 * @throws AgoraError `postgres.lock_not_available` when another runner does not finish in time;
 * `migrations.no_database` when there is none and it may not be created; `backfill.bad_file` before anything runs; the
 * failure of a migration is returned as its result
 */
export async function deploy(input: DeployInput): Promise<DeployReport> {
  const folder = await readFolder(input.directory);
  if (folder.migrations.length === 0) {
    const message = `there are no migrations in ${input.directory}`;
    input.options?.onEvent?.({ kind: 'notice', message });
  }
  try {
    return await deployFolder(input, folder);
  } catch (error) {
    if (!isMissingDatabase(error)) throw error;
    return deployToNew(input, folder, error);
  }
}

/** Decides against an empty history, creates the database, and deploys to it. */
async function deployToNew(
  input: DeployInput,
  folder: MigrationsFolder,
  missing: unknown,
): Promise<DeployReport> {
  if (!(input.createDatabase ?? input.policy?.base !== 'production')) {
    throw noDatabase(input.url, missing, {
      why: 'In production none is created unasked: a URL with a slip of the pen would get an empty one.',
      fix: 'Correct the URL (DATABASE_URL); or, if this is the first deploy: --create-database.',
    });
  }
  const { database } = parseDatabaseUrl(input.url);
  const history = emptyHistory(folder, { schema: schemaOf(input.url), forgotten: input.forgotten });
  const plan = planDeploy(history, input);
  checkBackfillFiles(plan.steps);
  const refusals = await refusalsOf(input, { isNew: true })(history, plan);
  const first: DeployReport = {
    history,
    plan,
    refusals,
    results: [],
    backfills: [],
    invalidIndexes: [],
    database: 'missing',
  };
  const notice = (message: string): void => input.options?.onEvent?.({ kind: 'notice', message });
  if (input.dryRun || !mayRun(first) || plan.steps.length === 0) {
    const then = plan.steps.length > 0 ? '; a deploy creates it' : '';
    notice(`the database ${database} does not exist${then}`);
    return first;
  }
  await createDatabase(input.url);
  notice(`created the database ${database}`);
  return { ...(await deployFolder(input, folder, { isNew: true })), database: 'created' };
}

/**
 * As {@link deploy}, on a session that its caller opened, and may hold Prisma's lock with: for work that ends in a
 * deploy and lets no other runner in between.
 */
export async function deployWithin(session: Session, input: DeployInput): Promise<DeployReport> {
  return deployOn(session, input, await readFolder(input.directory), { isNew: false });
}

function deployFolder(
  input: DeployInput,
  folder: MigrationsFolder,
  target: { readonly isNew: boolean } = { isNew: false },
): Promise<DeployReport> {
  return withSession(input.url, (session) => deployOn(session, input, folder, target));
}

async function deployOn(
  session: Session,
  input: DeployInput,
  folder: MigrationsFolder,
  target: { readonly isNew: boolean },
): Promise<DeployReport> {
  const refuse = refusalsOf(input, target);
  const look = async (): Promise<DeployReport> => {
    const history = await readSessionHistory(session, folder, input);
    const plan = planDeploy(history, input);
    checkBackfillFiles(plan.steps);
    const refusals = await refuse(history, plan);
    return { history, plan, refusals, results: [], backfills: [], invalidIndexes: [] };
  };
  const hasWork = async ({ plan, history }: DeployReport): Promise<boolean> =>
    plan.steps.length > 0 ||
    (input.backfills !== 'later' && (await unfinishedBackfills(session, history)).length > 0);
  const first = await look();
  if (input.dryRun || !mayRun(first) || !(await hasWork(first))) return first;
  return withMigrationLock(session, input.options ?? {}, async () => {
    const found = await look();
    return mayRun(found) && (await hasWork(found)) ? act(session, input, found) : found;
  });
}

function mayRun({ plan, refusals }: DeployReport): boolean {
  return plan.blockers.length === 0 && refusals.length === 0;
}

async function act(session: Session, input: DeployInput, found: DeployReport): Promise<DeployReport> {
  const options = runOptions(input.policy, input.options);
  const journal = await prepareJournal(session.client, session.schema);
  if (!journal.available) {
    options.onEvent?.({ kind: 'notice', message: `no journal is kept: ${journal.reason}` });
  }
  const backfills = new DeployBackfills(session, {
    history: found.history,
    when: input.backfills ?? 'now',
    options: { ...backfillOptionsOf(input.policy, options), ...input.backfillOptions },
  });
  const ready = await backfills.catchUp();
  const results = ready ? await runPlan(session, found.plan, journal, { ...options, hooks: backfills }) : [];
  const connected = results.every((result) => result.error?.code !== 'migrations.connection_lost');
  const invalidIndexes = connected ? await readInvalidIndexes(session.client) : [];
  return { ...found, results, backfills: backfills.results, journal, invalidIndexes };
}

/** What the environment forbids, asked twice for one plan: the hazards of its files are looked for once. */
function refusalsOf(
  input: DeployInput,
  { isNew }: { readonly isNew: boolean },
): (history: History, plan: Plan) => Promise<readonly Refusal[]> {
  const { policy } = input;
  const { database } = parseDatabaseUrl(input.url);
  const hazards = new Map<string, Promise<readonly Refusal[]>>();
  return async (history, plan) => {
    if (!policy || plan.steps.length === 0) return [];
    const steps = plan.steps.map(({ name }) => name).join();
    const found = hazards.get(steps) ?? hazardRefusals(policy, { plan, history }, input.allow ?? []);
    hazards.set(steps, found);
    // There is nothing yet that a backup could hold.
    const backup = isNew ? [] : await backupRefusals(policy, database);
    return [...backup, ...(await found)];
  };
}
