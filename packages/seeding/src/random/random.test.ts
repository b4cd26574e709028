import { describe, expect, test } from 'vitest';
import { Draws } from './draws.ts';
import { randomOf, streamKey } from './random.ts';
import { formatUuid, parseUuid, uuid7 } from './uuid7.ts';
import { zipf } from './zipf.ts';

const key = streamKey(7, 'posts', 'id');

describe('a draw', () => {
  test('is a function of key, row and its number; both ways to ask give the same', () => {
    const draws = new Draws();
    for (const index of [0, 1, 4_000_000_000]) {
      draws.start(key, index);
      const random = randomOf(key, index);
      for (let n = 0; n < 5; n += 1) expect(draws.next()).toBe(random.next());
      expect(draws.logNormal(5, 1)).toBe(random.logNormal(5, 1));
    }
    expect(randomOf(key, 1).next()).not.toBe(randomOf(key, 2).next());
    expect(streamKey(7, 'a', 'b')).not.toBe(streamKey(7, 'ab'));
    expect(streamKey(7, 'a')).not.toBe(streamKey(7 + 2 ** 32, 'a'));
  });

  test('is even over many rows', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 20_000; index += 1)
      counts[Math.floor(randomOf(key, index).next() * 10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });

  test('of a rank stays within the list, and the first ranks come most', () => {
    const rank = zipf(100, 0.85);
    expect(rank(0)).toBe(0);
    expect(rank(1 - 2 ** -32)).toBe(99);
    const ranks = Array.from({ length: 2000 }, (_, n) => rank(n / 2000));
    const share = (least: number, most: number): number =>
      ranks.filter((one) => one >= least && one < most).length;
    expect(share(0, 10)).toBeGreaterThan(3 * share(50, 60));
  });
});

test('an id is of version 7, keeps its time, sorts by it and is never the same for two rows', () => {
  const at = Date.UTC(2026, 10, 20);
  const ids = Array.from({ length: 5000 }, (_, index) => uuid7(at, key, index));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 50)) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
    expect(formatUuid(parseUuid(id))).toBe(id);
  }
  expect(uuid7(at + 1, key, 0) > uuid7(at, key, 1)).toBe(true);
});
