import * as seeding from '@agora/seeding/profiles';
import type { SeedEnvironment, SeedPolicy } from '@agora/seeding/profiles';

const seedPolicy: SeedPolicy = {
  allowed: {
    development: ['minimal', 'essential', 'demo', 'tenants', 'load'],
    test: ['minimal', 'essential', 'demo', 'tenants', 'load'],
    staging: ['minimal', 'essential', 'tenants', 'load'],
    production: ['minimal'],
  },
  defaults: { development: 'demo', test: 'demo', staging: 'essential', production: 'minimal' },
};

/** The profile of an environment when none is named. */
export function defaultProfile(environment: SeedEnvironment): string {
  return seedPolicy.defaults[environment];
}

/**
 * Refuses what an environment's rule forbids, whatever the flags.
 * @throws seed.not_allowed, naming the rule
 */
export function assertAllowed(environment: SeedEnvironment, profile: string, action: 'seed' | 'reset'): void {
  seeding.assertAllowed(seedPolicy, environment, profile, action);
}
