import { type EconomyOutcome, foldEconomy } from '../../economy/index.ts';
import { referenceRules } from '../text/reference-rules.ts';
import type { LoadCommunity } from './scale.ts';
import { actsOf } from './acts.ts';
import type { LoadCommunityPlan, LoadSeed } from './community-plan.ts';
import { simulate } from './simulate.ts';

/** All that happened in a community, and what follows from it for whoever has points. */
export interface DecidedCommunity {
  readonly plan: LoadCommunityPlan;
  /** Half of a community's memory; null for who writes nothing that follows from it. */
  readonly outcome: EconomyOutcome | null;
}

/** Decides everything about one community: what happened in it and, if it is wanted, what follows from that. */
export function decide(seed: LoadSeed, community: LoadCommunity, withOutcome: boolean): DecidedCommunity {
  const plan = simulate(seed, community);
  return { plan, outcome: withOutcome ? foldEconomy(referenceRules, actsOf(plan)) : null };
}
