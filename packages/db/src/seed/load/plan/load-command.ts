/** Content of a load lies in the two years before this, unless another date is given. */
export const LOAD_REFERENCE_DATE = '2026-11-20T18:00:00.000Z';
/** Seed of a load's random numbers, unless another is given. */
export const LOAD_SEED = 20_261_120;

/** The command line that makes a load, or finishes it: with all that decides about its rows. */
export function loadCommand(load: {
  scale: number;
  seed?: number | undefined;
  reference?: Date | undefined;
}): string {
  const { scale, seed = LOAD_SEED, reference } = load;
  const date = reference?.toISOString() ?? LOAD_REFERENCE_DATE;
  return [
    `agora seed --profile load --scale ${scale}`,
    ...(seed === LOAD_SEED ? [] : [`--seed ${seed}`]),
    ...(date === LOAD_REFERENCE_DATE ? [] : [`--reference-date ${date}`]),
  ].join(' ');
}
