import { expect, it } from 'vitest';
import { ApiError } from '../api-error.ts';
import { LoginLimits } from './login-limits.ts';

const account = 'techcorp bob@example.com';

it('refuses the eleventh try of a network at an account, and of no other network', async () => {
  const limits = new LoginLimits();
  for (let tried = 0; tried < 10; tried += 1) await limits.take(account, '198.51.100.7');
  await expect(limits.take(account, '198.51.100.7')).rejects.toThrow(ApiError);
  await expect(limits.take(account, '203.0.113.1')).resolves.toHaveProperty('ratelimit');
  await expect(limits.take('techcorp carol@example.com', '198.51.100.7')).resolves.toBeDefined();
});

it('forgets the tries of who has logged in', async () => {
  const limits = new LoginLimits();
  for (let round = 0; round < 3; round += 1) {
    for (let tried = 0; tried < 9; tried += 1) await limits.take(account, '198.51.100.7');
    limits.succeeded(account, '198.51.100.7');
  }
  await expect(limits.take(account, '198.51.100.7')).resolves.toHaveProperty('ratelimit');
});

it('makes each further try slower, five seconds at most, until the window is over', () => {
  let now = 0;
  const limits = new LoginLimits(() => now);
  const told = Array.from({ length: 30 }, () => limits.failed(account));
  expect(told.filter(Boolean)).toHaveLength(1);
  expect(told.indexOf(true)).toBe(9);
  expect(limits.delayMs(account)).toBe(5000);
  expect(limits.delayMs('techcorp carol@example.com')).toBe(0);
  now = 900_000;
  expect(limits.delayMs(account)).toBe(0);
  for (let failed = 0; failed < 11; failed += 1) limits.failed(account);
  expect(limits.delayMs(account)).toBe(200);
});
