import { AgoraError, type Environment } from '@agora/core';

/** Where a database lives, or that it is a test's. */
export type SeedEnvironment = Environment | 'test';

/** Which profiles a project's environments take. */
export interface SeedPolicy<Name extends string = SeedEnvironment> {
  readonly allowed: Readonly<Record<Name, readonly string[]>>;
  /** The profile of an environment when none is named. */
  readonly defaults: Readonly<Record<Name, string>>;
  /** Environments in which seeds are not taken back. Default: production. */
  readonly kept?: readonly string[];
}

/**
 * Refuses what an environment's rule forbids, whatever the flags.
 * @throws seed.not_allowed, naming the rule
 */
export function assertAllowed<Name extends string>(
  { allowed, defaults, kept = ['production'] }: SeedPolicy<Name>,
  environment: Name,
  profile: string,
  action: 'seed' | 'reset',
): void {
  if (!allowed[environment].includes(profile)) {
    throw new AgoraError({
      code: 'seed.not_allowed',
      message: `The profile "${profile}" is not allowed in ${environment}.`,
      why: `Rule "seed profiles of ${environment}": only ${allowed[environment].join(', ')}.`,
      fix: `Use --profile ${defaults[environment]}, or another environment.`,
    });
  }
  if (action === 'reset' && kept.includes(environment)) {
    throw new AgoraError({
      code: 'seed.not_allowed',
      message: `Seeds are not reset in ${environment}.`,
      why: 'Rule "no reset in production": reference data may be in use by every row.',
      fix: `Apply the profile ${defaults[environment]} again instead: it updates what has changed.`,
    });
  }
}
