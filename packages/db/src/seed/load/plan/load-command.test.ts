import { expect, test } from 'vitest';
import { LOAD_SEED, loadCommand } from './load-command.ts';

test('names what decides about a load’s rows, and leaves out what is so anyway', () => {
  expect(loadCommand({ scale: 3 })).toBe('agora seed --profile load --scale 3');
  expect(loadCommand({ scale: 3, seed: LOAD_SEED })).toBe('agora seed --profile load --scale 3');
  expect(loadCommand({ scale: 1, seed: 7, reference: new Date('2024-02-29') })).toBe(
    'agora seed --profile load --scale 1 --seed 7 --reference-date 2024-02-29T00:00:00.000Z',
  );
});
