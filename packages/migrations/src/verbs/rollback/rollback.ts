import { AgoraError, type EnvironmentPolicy } from '@agora/core';
import { withTransaction } from '@agora/postgres';

import type { ApplyOptions, StepResult } from '../../apply/options.ts';
import { runOptions } from '../../apply/run-options.ts';
import { runPlan } from '../../apply/run-plan.ts';
import { readSessionHistory, type Session, withMigrationLock, withSession } from '../../apply/session.ts';
import { RollbackBackfills } from '../../backfill/during-rollback.ts';
import { type BackfillOptions, backfillOptionsOf } from '../../backfill/run-options.ts';
import { readFolder } from '../../project/folder.ts';
import type { History } from '../../history/history.ts';
import { foresee, type Foresight } from '../../losses/foresee.ts';
import { type CountedLoss, describeLoss, realLosses, withoutOverlaps } from '../../losses/loss.ts';
import { refuseLoss } from '../../losses/loss-error.ts';
import type { Obstacle } from '../../losses/obstacle.ts';
import { type Plan, type RollbackTarget, planRollback, statementsLeft } from '../../plan/plan.ts';
import { type Journal, prepareJournal } from '../../history/runs-table.ts';
import { rowsRead } from './rows-read.ts';

export interface RollbackInput {
  readonly url: string;
  readonly directory: string;
  readonly target: RollbackTarget;
  readonly forgotten?: readonly string[] | undefined;
  readonly policy?: EnvironmentPolicy | undefined;
  /** Go on although data is lost. */
  readonly acceptDataLoss?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly options?: ApplyOptions | undefined;
  /** How a backfill.ts is loaded, and who hears of batches of its way back. */
  readonly backfillOptions?: Pick<BackfillOptions, 'load' | 'onEvent'> | undefined;
}

/** What a rollback found and did. */
export interface RollbackReport {
  readonly history: History;
  readonly plan: Plan;
  /** Everything the way back may take, counted before it began; each step counts again in its own transaction. */
  readonly losses: readonly CountedLoss[];
  /** Rows that make it fail as they are. */
  readonly obstacles: readonly Obstacle[];
  /** What a dry run tells of rows that are read while others wait, a sentence each. */
  readonly rowsRead: readonly string[];
  /** One for each step, the ones not reached included, with what it took away; empty when none was begun. */
  readonly results: readonly StepResult[];
  readonly journal?: Journal;
}

/**
 * Takes applied migrations back, the last first, each by its down.sql in one transaction. What they would take away is
 * counted first, over all of them; each counts again in its own transaction, measures before it is committed what has
 * really gone, and stops whole if that was not accepted.
 *
 * @throws AgoraError `migrations.data_loss` when data would be lost, or may be, and that was not accepted;
 * `migrations.rollback_would_fail` when rows stand in its way; `postgres.lock_not_available`
 */
export async function rollback(input: RollbackInput): Promise<RollbackReport> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, async (session) => {
    const parks = (runOptions(input.policy, input.options).parkMs ?? 0) > 0;
    const look = async (only?: Plan): Promise<RollbackReport> => {
      const history = await readSessionHistory(session, folder, input);
      const plan = within(planRollback(history, input.target), only);
      const foresight = await lookAhead(session, plan, parks);
      const isOpen = input.dryRun === true && plan.blockers.length === 0;
      const read = isOpen ? await rowsRead(session.client, plan, session.schema) : [];
      return { history, plan, ...foresight, rowsRead: read, results: [] };
    };
    const first = await look();
    if (input.dryRun || first.plan.steps.length === 0 || first.plan.blockers.length > 0) return first;
    refuse(input, first);
    return withMigrationLock(session, input.options ?? {}, async () => {
      const found = await look(first.plan);
      if (found.plan.steps.length === 0 || found.plan.blockers.length > 0) return found;
      refuse(input, found);
      const journal = await prepareJournal(session.client, session.schema);
      const options: ApplyOptions = {
        ...runOptions(input.policy, input.options),
        acceptDataLoss: input.acceptDataLoss,
      };
      if (!journal.available) {
        options.onEvent?.({ kind: 'notice', message: `no journal is kept: ${journal.reason}` });
      }
      const backfills = { ...backfillOptionsOf(input.policy, options), ...input.backfillOptions };
      const hooks = new RollbackBackfills(session, backfills);
      return {
        ...found,
        journal,
        results: await runPlan(session, found.plan, journal, { ...options, hooks }),
      };
    });
  });
}

/**
 * A plan without the steps that an earlier one did not have: of two that take the last migration back at once, the second
 * is not to take back the one before it.
 */
function within(plan: Plan, earlier: Plan | undefined): Plan {
  if (earlier === undefined) return plan;
  const names = new Set(earlier.steps.map(({ name }) => name));
  return { ...plan, steps: plan.steps.filter(({ name }) => names.has(name)) };
}

/** Counts what the steps of a plan would take, in the state that the database is in now. Reads only. */
async function lookAhead(session: Session, { steps, blockers }: Plan, parks: boolean): Promise<Foresight> {
  if (blockers.length > 0 || steps.length === 0) return { losses: [], obstacles: [] };
  const scripts = steps.map((step) => ({
    migration: step.name,
    script: step.script,
    forward: step.migration.up,
    statements: statementsLeft(step),
    isFilledBefore: step.migration.backfill !== undefined,
    isWhole: step.kind === 'record' || !step.resume,
  }));
  return withTransaction(
    session.client,
    (client) => foresee({ client, lock: false, parks }, scripts, session.schema),
    { readOnly: true },
  );
}

function refuse(input: RollbackInput, { losses, obstacles }: RollbackReport): void {
  const certain = obstacles.filter(({ isCertain }) => isCertain);
  if (certain.length > 0) {
    throw new AgoraError({
      code: 'migrations.rollback_would_fail',
      message: 'Rows that are there would make this rollback fail.',
      why: certain.map(({ message }) => message).join('\n'),
      fix: certain[0]?.fix,
    });
  }
  if (!input.acceptDataLoss) refuseLoss(losses, 'This rollback would lose data.');
}

/**
 * What a rollback would take away and what stands in its way or, once it has run, what it took: a line for each
 * migration and target, none for what another line contains.
 */
export function describeLosses({ losses, obstacles, results }: RollbackReport): readonly string[] {
  if (results.length > 0) {
    const verbs = new Map(
      results
        .filter(({ outcome, mode }) => outcome === 'succeeded' || mode === 'statements')
        .map(({ name, outcome }) => [name, outcome === 'succeeded' ? 'lost' : 'may have lost'] as const),
    );
    return linesOf(
      results.flatMap(({ name, losses: taken = [] }) => (verbs.has(name) ? taken : [])),
      ({ migration }) => verbs.get(migration) ?? 'lost',
    );
  }
  const parked = losses.filter(({ isParked }) => isParked === true);
  return [
    ...linesOf(losses, () => 'would lose'),
    ...parked.map(
      ({ migration, target }) => `${migration} would park ${nameOf(target)}, which a deploy brings back`,
    ),
    ...obstacles.map(describeObstacle),
  ];
}

/** What is to be known of the figures of a dry run. */
export const COUNTED_NOW =
  'These figures are of now. Each step counts again in its own transaction, and stops whole if it would lose more than was accepted.';

function linesOf(losses: readonly CountedLoss[], verb: (loss: CountedLoss) => string): readonly string[] {
  return withoutOverlaps(realLosses(losses)).map(
    (loss) => `${loss.migration} ${verb(loss)} ${describeLoss(loss)}`,
  );
}

function nameOf(target: CountedLoss['target']): string {
  return [target?.schema, target?.table, target?.column].filter((part) => part !== undefined).join('.');
}

function describeObstacle({ message, isCertain }: Obstacle): string {
  return `${isCertain ? 'would' : 'may'} fail: ${message.replace(/\.$/, '')}`;
}
