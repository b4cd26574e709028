import { Ints } from './columns.ts';

const DAY_MS = 86_400_000;

/** Day (UTC) of a moment, counted from 1970. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** The first moment of a day. */
export function startOfDay(day: number): number {
  return day * DAY_MS;
}

/** The days on which somebody has published posts or comments, and how many of them in a row. */
export class ActivityDays {
  /** The last of them; -1 without any. */
  last = -1;
  /** Days in a row, ending on the last. */
  streak = 0;
  readonly #days = new Ints(64);
  /** How much was written on each. */
  readonly #written = new Ints(64);

  clear(): void {
    this.last = -1;
    this.streak = 0;
    this.#days.length = 0;
    this.#written.length = 0;
  }

  /** Something was published: on the latest day so far or later, or once more on one of the days before. */
  add(day: number): void {
    const days = this.#days;
    const newest = days.length === 0 ? -1 : days.data[days.length - 1]!;
    if (day > newest) {
      days.push(day);
      this.#written.push(1);
    } else this.#written.data[this.#find(day)]! += 1;
    if (day === this.last) return;
    if (day > this.last) {
      this.streak = day === this.last + 1 && this.last >= 0 ? this.streak + 1 : 1;
      this.last = day;
    } else this.#recount();
  }

  /** Something that was published on a day no longer is. */
  remove(day: number): void {
    this.#written.data[this.#find(day)]! -= 1;
    this.#recount();
  }

  #find(day: number): number {
    let low = 0;
    let high = this.#days.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#days.data[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #recount(): void {
    this.last = -1;
    this.streak = 0;
    for (let n = this.#days.length - 1; n >= 0; n -= 1) {
      if (this.#written.data[n] === 0) continue;
      const day = this.#days.data[n]!;
      if (this.last < 0) this.last = day;
      else if (day !== this.last - this.streak) return;
      this.streak += 1;
    }
  }
}
