/**
 * Ranks in [0, size), drawn from a bounded Zipf law by inversion of its continuous form.
 * @param exponent below 1.
 * @returns the rank for a uniform draw in [0, 1).
 */
export function zipf(size: number, exponent: number): (u: number) => number {
  const power = 1 - exponent;
  const inverse = 1 / power;
  const top = (size + 1) ** power - 1;
  const rank = (x: number): number => Math.min(size - 1, Math.floor(x) - 1);
  // x ** 2.5 without the logarithm that a power takes, and equal on every machine.
  if (inverse === 2.5)
    return (u) => {
      const x = top * u + 1;
      return rank(x * x * Math.sqrt(x));
    };
  return (u) => rank((top * u + 1) ** inverse);
}
