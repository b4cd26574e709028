import { AgoraError } from '@agora/core';
import type { Seeds } from '../../define/index.ts';
import { assertAllowed, profileNamed } from '../../profiles/index.ts';

/** Where seeds are to go. */
export interface SeedPlace {
  /** Name of the environment. */
  readonly environment: string;
  /** The built-in environment that it is, or that it extends. */
  readonly base: string;
}

/**
 * The profile to use: the one asked for, else the one named as the environment, else the only one it takes.
 * @throws seed.unknown_profile, seed.not_allowed
 */
export function chooseProfile(
  seeds: Seeds,
  place: SeedPlace,
  asked: string | undefined,
  action: 'seed' | 'reset',
): string {
  const { environment, base } = place;
  const profiles = Object.keys(seeds.profiles).map((name) => ({ name }));
  const allowed = profiles.map(({ name }) => name).filter((name) => takes(seeds, place, name));
  const standard = allowed.includes(environment)
    ? environment
    : allowed.length === 1
      ? allowed[0]
      : undefined;
  const profile = asked === undefined ? standard : profileNamed(profiles, asked).name;
  if (profile === undefined)
    throw allowed.length === 0 ? noneAllowed(environment) : noneChosen(environment, allowed);
  const policy = {
    allowed: { [environment]: allowed },
    defaults: { [environment]: standard ?? allowed[0] ?? '<profile>' },
    kept: base === 'production' ? [environment] : [],
  };
  assertAllowed(policy, environment, profile, action);
  return profile;
}

function takes(seeds: Seeds, { environment, base }: SeedPlace, name: string): boolean {
  const { environments } = seeds.profiles[name]!;
  if (environments === undefined) return base !== 'production';
  return environments.includes(environment) || environments.includes(base);
}

function noneAllowed(environment: string): AgoraError {
  return new AgoraError({
    code: 'seed.not_allowed',
    message: `No profile of the seeds is allowed in ${environment}.`,
    why: 'A profile is used where its environments say so; without them, everywhere but in production.',
    fix: `environments: ['${environment}'] in a profile of the seeds.`,
  });
}

function noneChosen(environment: string, allowed: readonly string[]): AgoraError {
  return new AgoraError({
    code: 'seed.unknown_profile',
    message: `It is not said which profile ${environment} is to have.`,
    why: `It takes ${allowed.join(', ')}.`,
    fix: `--profile ${allowed[0]}, or environments: { ${environment}: { seeds: '${allowed[0]}' } } in agora.config.ts.`,
  });
}
