import { GOLDEN, mix32 } from './random.ts';

/** Draws of one row without an object for each row: `start` and then `next`. Same sequence as `randomOf`. */
export class Draws {
  #base = 0;
  #counter = 0;

  start(key: number, index: number): void {
    this.#base = mix32(key ^ mix32(index + GOLDEN));
    this.#counter = 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#counter = (this.#counter + GOLDEN) | 0;
    return mix32(this.#base + this.#counter) / 0x100000000;
  }

  /** Log-normal with this median (Box and Muller, 1958). */
  logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(sigma * normal);
  }
}
