import { Draws } from '@agora/seeding/random';
import { HOUR_MS } from '../values/calendar.ts';
import {
  LOAD_SPAN_MS,
  type LoadCommunityPlan,
  loadCommunityId,
  loadKeys,
  type LoadSeed,
  type ThreadColumns,
} from './community-plan.ts';
import { Members } from './members.ts';
import { hasConfirmed } from './people.ts';
import type { LoadCommunity } from './scale.ts';
import { Threads } from './threads.ts';

/**
 * Decides what happened in one community: who joined, wrote, replied and liked, and when. A pure function of its
 * arguments.
 */
export function simulate(
  { seed, referenceMs }: LoadSeed,
  { ordinal, users }: LoadCommunity,
): LoadCommunityPlan {
  const id = loadCommunityId(seed, ordinal, referenceMs);
  const keys = loadKeys(seed, id);
  const openedAt = referenceMs - LOAD_SPAN_MS;
  // What follows from the last event still fits before the reference date.
  const span = { openedAt, end: referenceMs - 2 * HOUR_MS };
  const draws = new Draws();
  draws.start(keys.user, 0x7fffffff);
  const members = new Members(users, span, draws);
  const threads = new Threads({ members, span, key: keys.post, draws }).write();
  const { joined, bannedFrom, bannedUntil } = members;
  const confirmed = confirmedUsers(users, threads);
  return {
    id,
    ordinal,
    openedAt,
    referenceMs,
    keys,
    users,
    joined,
    confirmed,
    bannedFrom,
    bannedUntil,
    ...threads,
  };
}

function confirmedUsers(users: number, threads: ThreadColumns): Uint8Array {
  const acted = new Uint8Array(users);
  for (const author of threads.postAuthor) acted[author] = 1;
  for (const { data, length } of [threads.commentAuthor, threads.postLikeUser, threads.commentLikeUser]) {
    for (let n = 0; n < length; n += 1) acted[data[n]!] = 1;
  }
  return acted.map((once, user) => Number(hasConfirmed(user, once === 1)));
}
