import { expect, test } from 'vitest';

import { parseSettings } from './settings.ts';

test('an empty environment is a good one, and an empty variable is unset', () => {
  expect(parseSettings({})).toEqual({});
  expect(parseSettings({ DATABASE_URL: '', AGORA_ENV: '' })).toEqual({});
});

test('a wrong environment is told with those there are', () => {
  expect(() => parseSettings({ AGORA_ENV: 'prod' })).toThrow(
    expect.objectContaining({
      code: 'cli.invalid_settings',
      why: expect.stringMatching(/^AGORA_ENV is "prod": .*production/),
    }),
  );
});

test('a DATABASE_URL that a project keeps for something else is none of our business', () => {
  const urls = { DATABASE_URL: 'prisma+postgres://accelerate.example/?api_key=x' };
  expect(parseSettings(urls)).toEqual(urls);
});
