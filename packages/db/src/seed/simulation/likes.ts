import { type Draws, zipf } from '@agora/seeding/random';
import { Ints, Moments } from '../../economy/index.ts';
import { HOUR_MS, MINUTE_MS } from '../values/calendar.ts';
import { LIKING_EXPONENT } from './distributions.ts';
import type { Members } from './members.ts';

/** Likes of posts or of comments, by column. */
export class LikeList {
  readonly target: Ints;
  readonly user: Ints;
  readonly at: Moments;

  constructor(capacity: number) {
    this.target = new Ints(capacity);
    this.user = new Ints(capacity);
    this.at = new Moments(capacity);
  }

  /** Puts the last likes in the order of who gave them, which is the order of their key. By insertion: a post has few. */
  sortLast(count: number): void {
    const user = this.user.data;
    const moment = this.at.data;
    const first = this.user.length - count;
    for (let next = first + 1; next < this.user.length; next += 1) {
      const who = user[next]!;
      const when = moment[next]!;
      let at = next;
      for (; at > first && user[at - 1]! > who; at -= 1) {
        user[at] = user[at - 1]!;
        moment[at] = moment[at - 1]!;
      }
      user[at] = who;
      moment[at] = when;
    }
  }
}

/** What is liked: its position, whose it is, since when it is there, and at most how often it is liked. */
export interface Liked {
  readonly target: number;
  readonly author: number;
  readonly since: number;
  readonly wanted: number;
}

/** Has members like things. */
export class Likers {
  readonly #members: Members;
  readonly #end: number;
  readonly #draws: Draws;
  readonly #rank: (draw: number) => number;
  /** Who has liked the thing at hand: the mark of that thing, so that nothing has to be cleared. */
  readonly #lastLiked: Int32Array;
  #mark = 0;

  constructor(members: Members, end: number, draws: Draws) {
    const users = members.joined.length;
    this.#members = members;
    this.#end = end;
    this.#draws = draws;
    this.#rank = zipf(users, LIKING_EXPONENT);
    this.#lastLiked = new Int32Array(users);
  }

  /** Has members like something, nobody twice and nobody their own; how many did. */
  like(into: LikeList, { target, author, since, wanted }: Liked): number {
    const end = this.#end;
    this.#mark += 1;
    this.#lastLiked[author] = this.#mark;
    let given = 0;
    for (let n = 0; n < wanted; n += 1) {
      let at = since + MINUTE_MS + Math.floor(this.#draws.logNormal(5 * HOUR_MS, 1.5));
      if (at > end) at = Math.floor(since + this.#draws.next() * (end - since));
      const user = this.#members.pick(at, this.#rank);
      if (user < 0 || this.#lastLiked[user] === this.#mark) continue;
      this.#lastLiked[user] = this.#mark;
      into.target.push(target);
      into.user.push(user);
      into.at.push(at);
      given += 1;
    }
    return given;
  }
}
