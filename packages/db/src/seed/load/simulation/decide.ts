import { deriveLedger, type LoadLedger } from './ledger.ts';
import type { LoadCommunity } from '../plan/scale.ts';
import { type LoadCommunityPlan, simulate } from './simulate.ts';

/** What decides a load. */
export interface LoadSeed {
  readonly seed: number;
  readonly referenceMs: number;
}

/** All that happened in a community, and what follows from it for whoever has points. */
export interface DecidedCommunity {
  readonly plan: LoadCommunityPlan;
  /** Half of a community's memory; null for who writes nothing that follows from it. */
  readonly ledger: LoadLedger | null;
}

/** Decides everything about one community: what happened in it and, if it is wanted, what follows from that. */
export function decide(
  { seed, referenceMs }: LoadSeed,
  { ordinal, users }: LoadCommunity,
  withLedger: boolean,
): DecidedCommunity {
  const plan = simulate(seed, ordinal, users, referenceMs);
  return { plan, ledger: withLedger ? deriveLedger(plan) : null };
}
