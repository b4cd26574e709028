import { AgoraError } from '@agora/core';

/** What to seed, as data: what every project's profiles have. */
export interface SeedProfile {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Of the random numbers. */
  readonly seed: number;
  /** All content lies before it; ISO 8601. */
  readonly referenceDate: string;
}

/**
 * @param others names that are no profile in the list and may be used where one is
 * @throws seed.unknown_profile
 */
export function profileNamed<T extends Pick<SeedProfile, 'name'>>(
  profiles: readonly T[],
  name: string,
  others: readonly string[] = [],
): T {
  const profile = profiles.find((one) => one.name === name);
  if (profile !== undefined) return profile;
  throw new AgoraError({
    code: 'seed.unknown_profile',
    message: `There is no seed profile "${name}".`,
    fix: `Use one of: ${[...profiles.map((one) => one.name), ...others].join(', ')}.`,
  });
}
