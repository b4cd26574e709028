import { expect, test } from 'vitest';

import { FIRST_PACE, nextPace, type Pace, resumedPace, slower } from './pace.ts';
import { restFor, type Surroundings } from './rests.ts';

const target = { targetMs: 200, maxRows: 1_000_000 };

/** The pace after batches on a server that changes so many rows in a millisecond. */
function after(batches: number, rowsPerMs: number, from: Pace = FIRST_PACE): Pace {
  let pace = from;
  for (let n = 0; n < batches; n += 1)
    pace = nextPace(pace, { rows: pace.size, ms: pace.size / rowsPerMs }, target);
  return pace;
}

test('the size follows the target time, up by doubling and down at once', () => {
  expect(after(1, 100).size).toBe(2000);
  expect(after(10, 100).size).toBe(20_000);
  expect(after(1, 1, after(10, 100)).size).toBe(200);
  expect(after(30, 1e6).size).toBe(1_000_000);
  expect(after(10, 0.001).size).toBe(1);
});

test('for those who wait it is halved, never to nothing', () => {
  expect(slower({ size: 9, speed: 1 }, target)).toEqual({ size: 4, speed: 1 });
  expect(slower({ size: 1, speed: 1 }, target).size).toBe(1);
});

test('a run that goes on begins with what its own target allows', () => {
  expect(resumedPace({ size: 60_000, speed: 300 }, { targetMs: 10, maxRows: 1_000_000 }).size).toBe(3000);
  expect(resumedPace({ size: 2000, speed: 300 }, target).size).toBe(2000);
  expect(resumedPace(FIRST_PACE, { targetMs: 10, maxRows: 500 }).size).toBe(500);
});

const calm: Surroundings = { waiting: 0, wraparound: false };
const settings = { targetMs: 200, maxRows: 1, share: 1, maxLagMs: 10_000, minFreeMb: 1024 };
const noon = new Date('2026-01-01T12:00:00Z');

test.each<[Partial<Surroundings>, string | undefined]>([
  [{}, undefined],
  [{ lagMs: 9999, freeMb: 1024, deadShare: 9 }, undefined],
  [{ lagMs: 10_001 }, 'lag'],
  [{ freeMb: 1023 }, 'disk'],
  [{ wraparound: true }, 'vacuum'],
])('%o: rests for %s', (seen, kind) => {
  expect(restFor({ ...calm, ...seen }, settings, noon)?.kind).toBe(kind);
});

test.each([
  ['22:00', '06:00', 'UTC', '2026-01-01T23:00:00Z', undefined],
  ['22:00', '06:00', 'UTC', '2026-01-01T05:59:59Z', undefined],
  ['22:00', '06:00', 'UTC', '2026-01-01T06:00:00Z', 'hours'],
  ['22:00', '06:00', 'Europe/Berlin', '2026-01-01T21:00:00Z', undefined],
  ['09:00', '17:00', 'Asia/Tokyo', '2026-01-01T12:00:00Z', 'hours'],
])('from %s to %s in %s at %s: %s', (from, to, zone, now, kind) => {
  expect(restFor(calm, { ...settings, hours: { from, to, zone } }, new Date(now))?.kind).toBe(kind);
});

test('dead rows count only where the settings say so', () => {
  const seen = { ...calm, deadShare: 0.6 };
  expect(restFor(seen, { ...settings, maxDeadShare: 0.5 }, noon)?.words).toContain('60 %');
});
