/**
 * Randomness by counter: a draw is a function of key, index and number of the draw alone, so rows can be made in any order
 * on any number of workers. Not for secrets. The mixer is `lowbias32` (Wellons, "Prospecting for Hash Functions",
 * nullprogram.com, 2018); the sequence is Weyl's, as in SplitMix (Steele, Lea, Flood, OOPSLA 2014).
 */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** 2^32 divided by the golden ratio, odd: the step of the Weyl sequence. */
export const GOLDEN = 0x9e3779b9;

/** 32-bit key of a stream, from its parts (FNV-1a over the characters, then mixed). */
export function streamKey(seed: number, ...parts: readonly string[]): number {
  let hash = 0x811c9dc5 ^ mix32(seed);
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 1) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return mix32(hash ^ Math.floor(seed / 0x100000000));
}

/** The draws of one row. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform integer in [from, to], both included. */
  int(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /**
   * Log-normal draw with the given median: what most delays between people look like (Limpert, Stahel, Abbt:
   * "Log-normal Distributions across the Sciences", BioScience 51(5), 2001).
   * @param sigma standard deviation of the logarithm.
   */
  logNormal(median: number, sigma: number): number;
}

/** The draws of row `index` of the stream `key`. */
export function randomOf(key: number, index: number): Random {
  const base = mix32(key ^ mix32(index + GOLDEN));
  let counter = 0;
  const next = (): number => {
    counter = (counter + GOLDEN) | 0;
    return mix32(base + counter) / 0x100000000;
  };
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    logNormal(median, sigma) {
      // Box and Muller (1958); 1 - next() keeps the logarithm finite.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(sigma * normal);
    },
  };
}
