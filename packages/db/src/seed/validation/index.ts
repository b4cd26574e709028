import { characters } from './content/characters.ts';
import { commentCounters, postCounters } from './content/counters.ts';
import { contentIds } from './content/content-ids.ts';
import { drafts } from './content/drafts.ts';
import { edits } from './content/edits.ts';
import { held } from './content/held.ts';
import { duplicateLikes, ownLikes } from './content/likes.ts';
import { notifications } from './content/notifications.ts';
import { purged } from './content/purged.ts';
import { safeHtml } from './content/safe-html.ts';
import { searchWords } from './content/search-words.ts';
import { tagged } from './content/tagged.ts';
import { texts } from './content/texts.ts';
import { acceptedAnswers, threads } from './content/threads.ts';
import { userStatistics } from './content/user-statistics.ts';
import { appendOnly } from './database/append-only.ts';
import { asMigrated } from './database/as-migrated.ts';
import { guards } from './database/guards.ts';
import { dailyCaps, economyAmounts } from './ledger/economy.ts';
import { ledgerBalance } from './ledger/ledger-balance.ts';
import { ledgerChain } from './ledger/ledger-chain.ts';
import { ledgerKeys, ledgerSources, rewardedOnce, tips } from './ledger/ledger-sources.ts';
import { achievements, achievementWorth, levels } from './ledger/standing.ts';
import type { Invariant } from './model/invariant.ts';
import { crossCommunity, orphans } from './model/references.ts';
import { acts } from './people/acts.ts';
import { accounts, sealedTokens } from './people/accounts.ts';
import { silentWhileBanned, suspension } from './people/bans.ts';
import { openTokens } from './people/open-tokens.ts';
import { leftForGood, names, ownActs, seededPreferences, verifiedToAct } from './people/people.ts';
import { secondFactors } from './people/second-factors.ts';
import { sessions } from './people/sessions.ts';
import { settings } from './people/settings.ts';
import { reportsOpenOnce, rooms, team } from './people/team.ts';
import { chronology, joinedBeforeActing } from './time/chronology.ts';
import { nothingAhead } from './time/future.ts';

/** Everything that `agora seed validate` checks, in this order. */
export const invariants: readonly Invariant[] = [
  guards,
  asMigrated,
  appendOnly,
  orphans,
  crossCommunity,
  names,
  accounts,
  sealedTokens,
  openTokens,
  sessions,
  secondFactors,
  seededPreferences,
  nothingAhead,
  joinedBeforeActing,
  verifiedToAct,
  leftForGood,
  chronology,
  threads,
  acceptedAnswers,
  texts,
  characters,
  safeHtml,
  searchWords,
  edits,
  purged,
  tagged,
  ownLikes,
  ownActs,
  duplicateLikes,
  drafts,
  held,
  notifications,
  postCounters,
  commentCounters,
  userStatistics,
  achievements,
  achievementWorth,
  levels,
  ledgerChain,
  ledgerBalance,
  ledgerSources,
  ledgerKeys,
  rewardedOnce,
  tips,
  economyAmounts,
  dailyCaps,
  silentWhileBanned,
  suspension,
  team,
  acts,
  settings,
  rooms,
  reportsOpenOnce,
  contentIds,
];
