import { expect, test } from 'vitest';

import { parseSettings } from './settings.ts';

test('an empty environment is a good one, and an empty variable is unset', () => {
  expect(parseSettings({})).toEqual({});
  expect(parseSettings({ DATABASE_URL: '', AGORA_ENV: '' })).toEqual({});
});

const attempt = (): unknown =>
  parseSettings({
    AGORA_ENV: 'prod',
    DATABASE_URL: 'mysql://root:secret@x/y',
    SHADOW_DATABASE_URL: 'postgresql://h:bad/',
  });

test('reports every fault at once, and never a value that may hold a password', () => {
  expect(attempt).toThrow(
    expect.objectContaining({
      code: 'cli.invalid_settings',
      message: '3 settings cannot be used.',
      why: expect.stringMatching(/^AGORA_ENV is "prod": .*\nDATABASE_URL: .*\nSHADOW_DATABASE_URL: .*/),
    }),
  );
  expect(attempt).toThrow(expect.objectContaining({ why: expect.not.stringContaining('secret') }));
});
