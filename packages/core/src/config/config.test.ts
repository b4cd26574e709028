import path from 'node:path';

import { expect, test } from 'vitest';

import { policyOf } from './extended-environments.ts';
import { parseAgoraConfig } from './parse-config.ts';

test('the environments are those of the table', () => {
  const { development, staging, production } = parseAgoraConfig({}).environments;
  expect([development.seeds, staging.seeds, production.seeds]).toEqual([undefined, undefined, undefined]);
  expect(development).toMatchObject({
    runOnAppStart: true,
    resetAllowed: true,
    hazardsMustBeAllowed: false,
    backup: { required: false },
  });
  expect(staging).toMatchObject({
    runOnAppStart: false,
    resetAllowed: false,
    hazardsMustBeAllowed: true,
    backup: { required: false },
  });
  expect(production).toMatchObject({
    runOnAppStart: false,
    resetAllowed: false,
    hazardsMustBeAllowed: true,
    backup: { required: true },
  });
});

test('every fault of a configuration is named at once', () => {
  const faulty = { environments: { production: { lockTimeoutMs: -1, allow: 'all' } }, migration: {} };
  expect(() => parseAgoraConfig(faulty, '/p/agora.config.ts')).toThrowError(
    expect.objectContaining({
      code: 'config.invalid',
      why: expect.stringMatching(/allow[^]*lockTimeoutMs[^]*migration/),
    }),
  );
});

test('seeds name any profile of the project', () => {
  const { environments } = parseAgoraConfig({ environments: { staging: { seeds: 'shop-small' } } });
  expect(environments.staging.seeds).toBe('shop-small');
});

test('an environment of any name takes over what it extends, and says the rest itself', () => {
  const { environments } = parseAgoraConfig(
    {
      environments: {
        production: { lockTimeoutMs: 500, allow: ['drop-table'], backup: { file: 'proof.json' } },
        canary: { extends: 'production', backup: { maxAgeHours: 1 } },
        'canary-eu': { extends: 'canary', resetAllowed: undefined, lockAttempts: 3 },
      },
    },
    '/p/agora.config.ts',
  );
  expect(environments['canary-eu']).toMatchObject({
    name: 'canary-eu',
    base: 'production',
    resetAllowed: false,
    lockTimeoutMs: 500,
    lockAttempts: 3,
    allow: ['drop-table'],
    backup: { required: true, maxAgeHours: 1, file: path.resolve('/p/proof.json') },
  });
  expect(environments.production).toMatchObject({ name: 'production', lockAttempts: 10 });
  expect(environments.staging).toMatchObject({ base: 'staging', lockTimeoutMs: 2000 });
});

test('what is parked is kept for hours or days, for none unless it is said', () => {
  const { environments } = parseAgoraConfig({
    environments: {
      production: { park: '72h' },
      staging: { park: '2d' },
      canary: { extends: 'production' },
      eu: { extends: 'production', park: 'none' },
    },
  });
  const hours = Object.values(environments).map(({ name, parkMs }) => [name, parkMs / 3_600_000]);
  expect(Object.fromEntries(hours)).toEqual({
    development: 0,
    production: 72,
    staging: 48,
    canary: 72,
    eu: 0,
  });
  for (const park of ['72', '0h', '3 days', '-1h', ''])
    expect(() => parseAgoraConfig({ environments: { staging: { park } } })).toThrowError(/fault/);
});

test('circles, unknown and missing extends, and names of no file are faults, each named', () => {
  const environments = {
    a: { extends: 'b' },
    b: { extends: 'a' },
    qa: { extends: 'stagin' },
    producton: {},
    '../x': { extends: 'staging' },
    staging: { extends: 'production' },
  };
  expect(() => parseAgoraConfig({ environments })).toThrowError(
    expect.objectContaining({
      message: expect.stringContaining('6 fault(s)'),
      why: expect.stringMatching(/a -> b -> a[^]*"stagin"[^]*producton: is not built in[^]*is no name/),
    }),
  );
});

test('a policy of no environment is an error that names those there are', () => {
  const { environments } = parseAgoraConfig({ environments: { qa: { extends: 'staging' } } });
  expect(policyOf(environments, { name: 'qa', why: '--env' }).base).toBe('staging');
  for (const name of ['prod', 'constructor']) {
    expect(() => policyOf(environments, { name, why: 'AGORA_ENV' })).toThrowError(
      expect.objectContaining({
        code: 'config.unknown_environment',
        why: 'It comes from AGORA_ENV. There are development, production, qa, staging.',
      }),
    );
  }
});
