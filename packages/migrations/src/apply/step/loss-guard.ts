import { mayChangeRole, withTransaction } from '@agora/postgres';

import { foresee, type ScriptAhead } from '../../losses/foresee.ts';
import type { CountedLoss } from '../../losses/loss.ts';
import { refuseLoss } from '../../losses/loss-error.ts';
import { type Holdings, measureLosses, readHoldings } from '../../losses/measure.ts';
import { ownRoleSql } from '../session.ts';
import type { StepRun } from './step-run.ts';

/** Statements of a script that run next. */
type Part = Pick<ScriptAhead, 'statements' | 'isWhole'>;

/** What was there before a transaction took something away. */
export interface Watch {
  readonly holdings: Holdings;
  readonly foreseen: readonly CountedLoss[];
}

/**
 * Counts, in the open transaction, what statements of a way back are about to take. Without consent the tables are
 * locked first, so that no row comes in between, and nothing may be lost.
 *
 * @param lock takes the locks that are to be taken before those of the tables
 * @returns what {@link endWatch} needs
 * @throws AgoraError `migrations.data_loss`
 */
export async function beginWatch(run: StepRun, part: Part, lock: () => Promise<void>): Promise<Watch> {
  const { client } = run.session;
  // First what takes no lock that others feel.
  const holdings = await readHoldings(client);
  const isGivenUp = run.options.acceptDataLoss === true;
  if (!isGivenUp) await lock();
  const foreseen = await lookAhead(run, part, { lock: !isGivenUp });
  // What is given up is counted while others go on.
  if (isGivenUp) await lock();
  return { holdings, foreseen };
}

/**
 * Measures, before the transaction is committed, what it has taken away, by whatever means, and notes it.
 *
 * @throws AgoraError `migrations.data_loss` when that is more than was consented to
 */
export async function endWatch(run: StepRun, watch: Watch): Promise<void> {
  const { step, session, options } = run;
  const names = { migration: step.name, home: session.schema };
  const losses = await measureLosses(session.client, watch.holdings, watch.foreseen, names);
  if (!options.acceptDataLoss)
    refuseLoss(losses, `${step.name} lost data that nobody has given up, and was stopped.`);
  run.losses.push(...losses);
}

/** The same before statements that run outside of a transaction, or in several: what they take can only be foreseen. */
export async function lookBefore(run: StepRun, part: Part): Promise<readonly CountedLoss[]> {
  if (run.step.kind !== 'revert') return [];
  const { client } = run.session;
  const look = async (): Promise<readonly CountedLoss[]> => {
    // A statement before it may have gone on as a role that sees less.
    if (mayChangeRole(run.step.script.sql)) await client.query(ownRoleSql(run.session));
    return lookAhead(run, part, { lock: false });
  };
  return withTransaction(client, look, { readOnly: true });
}

async function lookAhead(
  run: StepRun,
  part: Part,
  { lock }: { readonly lock: boolean },
): Promise<readonly CountedLoss[]> {
  const { step, session, options } = run;
  const ahead = { migration: step.name, script: step.script, forward: step.migration.up, ...part };
  const { losses } = await foresee(
    { client: session.client, lock, parks: (options.parkMs ?? 0) > 0 },
    [ahead],
    session.schema,
  );
  if (!options.acceptDataLoss) refuseLoss(losses, `${step.name} would lose data, and was stopped.`);
  return losses;
}
