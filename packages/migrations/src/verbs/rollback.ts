import { AgoraError, type EnvironmentPolicy } from '@agora/core';

import type { ApplyOptions, StepResult } from '../apply/options.ts';
import { runOptions } from '../apply/run-options.ts';
import { runPlan } from '../apply/run-plan.ts';
import { readSessionHistory, withMigrationLock, withSession } from '../apply/session.ts';
import { readFolder } from '../project/folder.ts';
import type { History } from '../history/history.ts';
import { type CountedLoss, countLosses, realLosses, withoutOverlaps } from '../plan/losses.ts';
import { type Plan, type RollbackTarget, planRollback } from '../plan/plan.ts';
import { type Journal, prepareJournal } from '../history/runs-table.ts';

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
}

/** What a rollback found and did. */
export interface RollbackReport {
  readonly history: History;
  readonly plan: Plan;
  /** Everything the way back may lose, counted before it began. */
  readonly losses: readonly CountedLoss[];
  readonly results: readonly StepResult[];
  readonly journal?: Journal;
}

/**
 * Takes applied migrations back, the last first, each by its down.sql in one transaction.
 *
 * @throws AgoraError `migrations.data_loss` when rows would be lost and that was not accepted;
 * `postgres.lock_not_available`
 */
export async function rollback(input: RollbackInput): Promise<RollbackReport> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, async (session) => {
    const look = async (): Promise<RollbackReport> => {
      const history = await readSessionHistory(session, folder, input.forgotten);
      const plan = planRollback(history, input.target);
      const losses = plan.blockers.length > 0 ? [] : await countLosses(session.client, plan);
      return { history, plan, losses, results: [] };
    };
    const first = await look();
    if (input.dryRun || first.plan.steps.length === 0 || first.plan.blockers.length > 0) return first;
    if (!input.acceptDataLoss) refuseLoss(first.losses);
    return withMigrationLock(session, input.options ?? {}, async () => {
      const found = await look();
      if (found.plan.steps.length === 0 || found.plan.blockers.length > 0) return found;
      if (!input.acceptDataLoss) refuseLoss(found.losses);
      const journal = await prepareJournal(session.client, session.schema);
      const options: ApplyOptions = {
        ...runOptions(input.policy, input.options),
        checks: { ...input.options?.checks, losses: found.losses },
      };
      if (!journal.available) {
        options.onEvent?.({ kind: 'notice', message: `no journal is kept: ${journal.reason}` });
      }
      return { ...found, journal, results: await runPlan(session, found.plan, journal, options) };
    });
  });
}

/** A loss in words: `3 rows of users`, `an unknown number of values of users.email (why)`. */
export function describeLoss(loss: CountedLoss): string {
  const { schema, table, column } = loss.target;
  const name = [schema, table, column].filter((part) => part !== undefined).join('.');
  const unit = column === undefined ? 'row' : 'value';
  const condition = loss.where === undefined ? '' : ` where ${loss.where}`;
  if (loss.rows === undefined)
    return `an unknown number of ${unit}s of ${name}${condition} (${loss.problem})`;
  return `${loss.rows} ${unit}${loss.rows === 1 ? '' : 's'} of ${name}${condition}`;
}

/**
 * What a rollback would lose or, once it has run, lost: a line for each migration and target, none for
 * what another line contains. Of a run, only the steps that were done, and those that stopped half-way.
 */
export function describeLosses({ losses, results }: Pick<RollbackReport, 'losses' | 'results'>): string[] {
  const verbs = new Map(
    results
      .filter(({ outcome, mode }) => outcome === 'succeeded' || mode === 'statements')
      .map(({ name, outcome }) => [name, outcome === 'succeeded' ? 'lost' : 'may have lost'] as const),
  );
  const told = results.length === 0 ? losses : losses.filter((loss) => verbs.has(loss.migration));
  return withoutOverlaps(realLosses(told)).map(
    (loss) => `${loss.migration} ${verbs.get(loss.migration) ?? 'would lose'} ${describeLoss(loss)}`,
  );
}

function refuseLoss(losses: readonly CountedLoss[]): void {
  const real = withoutOverlaps(realLosses(losses));
  if (real.length === 0) return;
  throw new AgoraError({
    code: 'migrations.data_loss',
    message: 'This rollback would lose data.',
    why: real.map((loss) => `${loss.migration}: ${describeLoss(loss)}`).join('\n'),
    fix: 'If that is what you want: run again with --accept-data-loss.',
  });
}
