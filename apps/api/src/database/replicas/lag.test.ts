import { expect, it } from 'vitest';
import { LagRuler } from './lag.ts';
import { placeOf, readPosition } from './position.ts';

it('takes a replica for young that has what the primary had written so long ago', () => {
  const ruler = new LagRuler(10_000);
  expect(ruler.isYoung('F/0')).toBe(false);
  for (const [second, place] of ['0/10', '0/20', '0/FF', '1/0'].entries()) ruler.note(place, second * 5000);
  expect(['0/FF', '0/20', '0/1F'].map((place) => ruler.isYoung(place))).toEqual([true, true, false]);
  // Nobody writes: what it has stays new.
  for (let second = 20; second < 100; second += 5) ruler.note('1/0', second * 1000);
  expect(['1/0', '0/FF'].map((place) => ruler.isYoung(place))).toEqual([true, false]);
});

it('reads positions, and nothing else', () => {
  expect(placeOf('1/0')).toBe(2n ** 32n);
  expect(placeOf('16/B374D848')).toBeGreaterThan(placeOf('2/FFFFFFFF'));
  const others = ['', '0', '0/', '0/123456789', "0/0'; --", ['0/0'], undefined];
  expect([...others, '16/b374d848'].map((text) => readPosition(text))).toEqual([
    ...others.map(() => undefined),
    '16/b374d848',
  ]);
});
