import { expect, test } from 'vitest';
import { assertAllowed, type SeedPolicy } from './policy.ts';
import { profileNamed } from './profile.ts';

const policy: SeedPolicy = {
  allowed: {
    development: ['base', 'demo'],
    test: ['base', 'demo'],
    staging: ['base', 'demo'],
    production: ['base'],
  },
  defaults: { development: 'demo', test: 'demo', staging: 'demo', production: 'base' },
};

test('an environment takes its profiles alone, and production resets none', () => {
  assertAllowed(policy, 'production', 'base', 'seed');
  assertAllowed(policy, 'staging', 'demo', 'reset');
  for (const action of ['seed', 'reset'] as const)
    expect(() => assertAllowed(policy, 'production', 'demo', action)).toThrow(
      'The profile "demo" is not allowed in production.',
    );
  expect(() => assertAllowed(policy, 'production', 'base', 'reset')).toThrow(
    'Seeds are not reset in production.',
  );
});

test('a profile that there is not is told with those that there are', () => {
  const profiles = [{ name: 'base', summary: '', seed: 1, referenceDate: '2026-11-20' }];
  expect(profileNamed(profiles, 'base')).toBe(profiles[0]);
  let error: unknown;
  try {
    profileNamed(profiles, 'bass', ['load']);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'seed.unknown_profile', fix: 'Use one of: base, load.' });
});
