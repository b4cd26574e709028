import { expect, test } from 'vitest';

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
