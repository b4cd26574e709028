import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

function counted(takers: number): { turns: Turns<number>; begun: number[]; ended: number[] } {
  const begun: number[] = [];
  const ended: number[] = [];
  const turns = new Turns(takers, {
    begin: (index) => {
      begun.push(index);
      return Promise.resolve(index * 10);
    },
    end: (index) => void ended.push(index),
  });
  return { turns, begun, ended };
}

test('each is made once, for whoever comes first, and let go of when the last has left', async () => {
  const { turns, begun, ended } = counted(2);
  expect(await turns.take(0)).toBe(0);
  turns.leave(0);
  expect(await turns.take(1)).toBe(10);
  expect(ended).toEqual([]);
  expect(await turns.take(0)).toBe(0);
  turns.leave(0);
  expect(ended).toEqual([0]);
  expect(await turns.take(1)).toBe(10);
  turns.leave(1);
  turns.leave(1);
  expect([begun, ended]).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test('a taker that fails ends the wait of the others, with its error', async () => {
  const turns = new Turns<number>(2, { begin: () => new Promise(() => {}), end: () => undefined });
  const waiting = turns.take(0);
  turns.stop(new Error('first'));
  turns.stop(new Error('second'));
  await expect(waiting).rejects.toThrow('first');
  await expect(turns.take(1)).rejects.toThrow('first');
});
