import { silentWhileBanned, suspension } from './bans.ts';
import { chronology, joinedBeforeActing } from './chronology.ts';
import { contentIds } from './content-ids.ts';
import { commentCounters, postCounters } from './counters.ts';
import { dailyCaps, economyAmounts } from './economy.ts';
import type { Invariant } from './invariant.ts';
import { ledgerBalance } from './ledger-balance.ts';
import { ledgerChain } from './ledger-chain.ts';
import { duplicateLikes, ownLikes } from './likes.ts';
import { guards } from './guards.ts';
import { ledgerSources, rewardedOnce, tips } from './ledger-sources.ts';
import { drafts, leftForGood, names, ownActs, verifiedToAct } from './people.ts';
import { crossCommunity, orphans } from './references.ts';
import { achievements, levels } from './standing.ts';
import { acceptedAnswers, threads } from './threads.ts';
import { userStatistics } from './user-statistics.ts';

/** Everything that `agora seed validate` checks, in this order. */
export const invariants: readonly Invariant[] = [
  guards,
  orphans,
  crossCommunity,
  names,
  joinedBeforeActing,
  verifiedToAct,
  leftForGood,
  chronology,
  threads,
  acceptedAnswers,
  ownLikes,
  ownActs,
  duplicateLikes,
  drafts,
  postCounters,
  commentCounters,
  userStatistics,
  achievements,
  levels,
  ledgerChain,
  ledgerBalance,
  ledgerSources,
  rewardedOnce,
  tips,
  economyAmounts,
  dailyCaps,
  silentWhileBanned,
  suspension,
  contentIds,
];
