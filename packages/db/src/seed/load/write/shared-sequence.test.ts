import { expect, test } from 'vitest';
import { SharedSequence } from './shared-sequence.ts';

function counted(takers: number): { sequence: SharedSequence<number>; begun: number[]; ended: number[] } {
  const begun: number[] = [];
  const ended: number[] = [];
  const sequence = new SharedSequence(takers, {
    begin: (index) => {
      begun.push(index);
      return Promise.resolve(index * 10);
    },
    end: (index) => void ended.push(index),
  });
  return { sequence, begun, ended };
}

test('each is made once, for whoever comes first, and let go of when the last has left', async () => {
  const { sequence, begun, ended } = counted(2);
  expect(await sequence.take(0)).toBe(0);
  sequence.leave(0);
  expect(await sequence.take(1)).toBe(10);
  expect(ended).toEqual([]);
  expect(await sequence.take(0)).toBe(0);
  sequence.leave(0);
  expect(ended).toEqual([0]);
  expect(await sequence.take(1)).toBe(10);
  sequence.leave(1);
  sequence.leave(1);
  expect([begun, ended]).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test('a taker that fails ends the wait of the others, with its error', async () => {
  const sequence = new SharedSequence<number>(2, {
    begin: () => new Promise(() => {}),
    end: () => undefined,
  });
  const waiting = sequence.take(0);
  sequence.stop(new Error('first'));
  sequence.stop(new Error('second'));
  await expect(waiting).rejects.toThrow('first');
  await expect(sequence.take(1)).rejects.toThrow('first');
});
