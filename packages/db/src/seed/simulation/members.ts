import type { Draws } from '@agora/seeding/random';
import { DAY_MS, HOUR_MS } from '../values/calendar.ts';
import type { MemberColumns } from './community-plan.ts';
import { inWakingHours } from './distributions.ts';

/** When a community lived: nothing happens before `openedAt`, and what follows from `end` still fits before the reference date. */
export interface Span {
  readonly openedAt: number;
  readonly end: number;
}

/** Who joined a community when, who was banned, and who is at hand to act at a moment. */
export class Members implements MemberColumns {
  readonly joined: Float64Array;
  readonly bannedFrom: Float64Array;
  readonly bannedUntil: Float64Array;
  readonly #draws: Draws;
  readonly #span: Span;
  /** Users from the most active on. */
  readonly #byRank: Int32Array;

  /** @param draws begun for the community's users */
  constructor(users: number, span: Span, draws: Draws) {
    this.#draws = draws;
    this.#span = span;
    this.joined = joinedAt(users, span, draws);
    this.#byRank = ranks(users, draws);
    this.bannedFrom = new Float64Array(users).fill(Number.POSITIVE_INFINITY);
    this.bannedUntil = new Float64Array(users).fill(Number.POSITIVE_INFINITY);
    this.#ban();
  }

  mayAct(user: number, at: number): boolean {
    return this.joined[user]! <= at && (at < this.bannedFrom[user]! || at >= this.bannedUntil[user]!);
  }

  /**
   * Somebody who had joined by then; -1 if only banned ones were found.
   * @param rank of a uniform draw, by Zipf's law
   */
  pick(at: number, rank: (draw: number) => number): number {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const user = this.#byRank[rank(this.#draws.next())]!;
      if (this.mayAct(user, at)) return user;
    }
    const { openedAt, end } = this.#span;
    const users = this.joined.length;
    const age = (at - openedAt) / (end - openedAt);
    let members = Math.min(users, Math.ceil(users * age * age) + 1);
    while (members > 1 && this.joined[members - 1]! > at) members -= 1;
    const user = Math.floor(this.#draws.next() * members);
    return this.mayAct(user, at) ? user : -1;
  }

  /** One in two hundred, of those that joined after the first four; three in ten of them for good. */
  #ban(): void {
    const { joined } = this;
    const { end } = this.#span;
    const draws = this.#draws;
    for (let user = 4; user < joined.length; user += 1) {
      if (draws.next() > 0.005) continue;
      const from = joined[user]! + DAY_MS + draws.next() * Math.max(0, end - joined[user]! - 2 * DAY_MS);
      const forGood = draws.next() < 0.3;
      const until = from + (1 + Math.floor(draws.next() * 30)) * DAY_MS;
      if (from >= end || (!forGood && until >= end)) continue;
      this.bannedFrom[user] = Math.floor(from);
      this.bannedUntil[user] = forGood ? Number.POSITIVE_INFINITY : Math.floor(until);
    }
  }
}

/** The number of members grows with the square of time, as communities that spread by word of mouth do at first. */
function joinedAt(users: number, { openedAt, end }: Span, draws: Draws): Float64Array {
  const joined = new Float64Array(users);
  for (let user = 0; user < users; user += 1) {
    const even = Math.sqrt((user + draws.next()) / users);
    const at = inWakingHours(openedAt + even * (end - openedAt - 9 * DAY_MS));
    joined[user] = Math.max(at, openedAt + HOUR_MS + user, user > 0 ? joined[user - 1]! : 0);
  }
  return joined;
}

/** A shuffle (Fisher and Yates). */
function ranks(users: number, draws: Draws): Int32Array {
  const byRank = Int32Array.from({ length: users }, (_, user) => user);
  for (let rank = users - 1; rank > 0; rank -= 1) {
    const other = Math.floor(draws.next() * (rank + 1));
    const swap = byRank[rank]!;
    byRank[rank] = byRank[other]!;
    byRank[other] = swap;
  }
  return byRank;
}
