/** What a table's rows are, whatever their order. */
export interface Content {
  readonly rows: number;
  /** 16 hexadecimal digits: the sum of the rows' hashes. */
  readonly hash: string;
}

/**
 * Hashes rows in COPY's text format, in which each is a line. The rows' own hashes (two lanes of 32 bits, a byte at a time)
 * are added, so that neither the order of rows nor the pieces they come in count. It finds damage; it is no signature:
 * that is what encryption is for.
 */
export class ContentHash {
  #rows = 0;
  #sum1 = 0;
  #sum2 = 0;
  #lane1 = SEED_1;
  #lane2 = SEED_2;
  #begun = false;

  /** @param chunk any piece of the text */
  update(chunk: Uint8Array): void {
    let lane1 = this.#lane1;
    let lane2 = this.#lane2;
    let begun = this.#begun;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (byte === NEWLINE) {
        this.#sum1 = (this.#sum1 + mix(lane1, lane2)) >>> 0;
        this.#sum2 = (this.#sum2 + mix(lane2, lane1)) >>> 0;
        this.#rows += 1;
        lane1 = SEED_1;
        lane2 = SEED_2;
        begun = false;
      } else {
        lane1 = Math.imul(lane1 ^ byte, MULTIPLIER_1);
        lane1 ^= lane1 >>> 15;
        lane2 = Math.imul(lane2 ^ byte, MULTIPLIER_2);
        lane2 ^= lane2 >>> 13;
        begun = true;
      }
    }
    this.#lane1 = lane1;
    this.#lane2 = lane2;
    this.#begun = begun;
  }

  /** Whether the text ends in the middle of a row. */
  get unfinished(): boolean {
    return this.#begun;
  }

  /** What several tables hold together. */
  static sum(parts: readonly Content[]): Content {
    const add = (from: number, to: number): number =>
      parts.reduce((sum, { hash }) => (sum + Number.parseInt(hash.slice(from, to), 16)) >>> 0, 0);
    return {
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
      hash: hex(add(0, 8)) + hex(add(8, 16)),
    };
  }

  get content(): Content {
    return { rows: this.#rows, hash: hex(this.#sum1) + hex(this.#sum2) };
  }
}

const NEWLINE = 10;
const SEED_1 = 0x2545f491;
const SEED_2 = 0x41c6ce57;
/** Odd, with bits all over: cyrb53's. */
const MULTIPLIER_1 = 2_654_435_761;
const MULTIPLIER_2 = 1_597_334_677;

/** Murmur3's last step, with something of the other lane. */
function mix(lane: number, other: number): number {
  let mixed = lane ^ (other >>> 7);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const hex = (number: number): string => number.toString(16).padStart(8, '0');
