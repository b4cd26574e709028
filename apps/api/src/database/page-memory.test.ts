import { expect, it } from 'vitest';
import { borrowBytes, giveBackBytes } from './page-memory.ts';

it('lends given back memory again, to one at a time', () => {
  const first = borrowBytes(60_000);
  expect(first).toHaveLength(60_000);
  expect(borrowBytes(60_000).buffer).not.toBe(first.buffer);
  giveBackBytes(first);
  giveBackBytes(first);
  const second = borrowBytes(40_000);
  expect(second.buffer).toBe(first.buffer);
  expect(second).toHaveLength(40_000);
  expect(borrowBytes(40_000).buffer).not.toBe(first.buffer);
});

it('takes nothing back that it has not lent', () => {
  const own = Buffer.allocUnsafeSlow(65_536);
  giveBackBytes(own);
  giveBackBytes(Buffer.from('small, and in memory that others share'));
  expect(borrowBytes(65_536).buffer).not.toBe(own.buffer);
});

it('keeps no more than some megabytes', () => {
  const many = Array.from({ length: 40 }, () => borrowBytes(1 << 20));
  for (const bytes of many) giveBackBytes(bytes);
  const again = new Set(Array.from({ length: 40 }, () => borrowBytes(1 << 20).buffer));
  expect(many.filter(({ buffer }) => again.has(buffer)).length).toBeLessThanOrEqual(16);
});
