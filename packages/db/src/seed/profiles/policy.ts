import { AgoraError } from '@agora/core';

export type SeedEnvironment = 'development' | 'staging' | 'production' | 'test';

const allowed: Readonly<Record<SeedEnvironment, readonly string[]>> = {
  development: ['minimal', 'essential', 'demo', 'tenants', 'load'],
  test: ['minimal', 'essential', 'demo', 'tenants', 'load'],
  staging: ['minimal', 'essential', 'tenants', 'load'],
  production: ['minimal'],
};

const defaults: Readonly<Record<SeedEnvironment, string>> = {
  development: 'demo',
  test: 'demo',
  staging: 'essential',
  production: 'minimal',
};

/** The profile of an environment when none is named. */
export function defaultProfile(environment: SeedEnvironment): string {
  return defaults[environment];
}

/**
 * Refuses what an environment's rule forbids, whatever the flags.
 * @throws seed.not_allowed, naming the rule
 */
export function assertAllowed(environment: SeedEnvironment, profile: string, action: 'seed' | 'reset'): void {
  if (!allowed[environment].includes(profile)) {
    throw new AgoraError({
      code: 'seed.not_allowed',
      message: `The profile "${profile}" is not allowed in ${environment}.`,
      why: `Rule "seed profiles of ${environment}": only ${allowed[environment].join(', ')}.`,
      fix: `Use --profile ${defaults[environment]}, or another environment.`,
    });
  }
  if (action === 'reset' && environment === 'production') {
    throw new AgoraError({
      code: 'seed.not_allowed',
      message: 'Seeds are not reset in production.',
      why: 'Rule "no reset in production": reference data may be in use by every row.',
      fix: 'Apply the minimal profile again instead: it updates what has changed.',
    });
  }
}
