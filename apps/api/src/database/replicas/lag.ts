import { type Position, placeOf } from './position.ts';

/**
 * What the primary had written at moments past. How old a replica is, is told by it: by the time of what it replayed last,
 * as PostgreSQL tells it, a replica of a primary on which nobody writes would grow old.
 */
export class LagRuler {
  readonly #mostMs: number;
  #samples: readonly { readonly at: number; readonly place: bigint }[] = [];

  /** @param mostMs how old a replica may be */
  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /**
   * Notes how far the primary has come.
   * @param at milliseconds of a clock that never goes back
   */
  note(position: Position, at: number): void {
    const samples = [...this.#samples, { at, place: placeOf(position) }];
    // The newest of those that are old enough stays: it is what a replica must have replayed.
    const needed = samples.findLastIndex((sample) => sample.at <= at - this.#mostMs);
    this.#samples = samples.slice(Math.max(0, needed));
  }

  /** Whether a replica that has replayed so far is young enough. Without a word of the primary nothing is known to be. */
  isYoung(replayed: Position): boolean {
    const [oldest] = this.#samples;
    return oldest !== undefined && placeOf(replayed) >= oldest.place;
  }
}
