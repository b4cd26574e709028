import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';

import { createInterrupts } from './interrupts.ts';

function start(): { source: EventEmitter; exits: number[]; interrupts: ReturnType<typeof createInterrupts> } {
  const source = new EventEmitter();
  const exits: number[] = [];
  return { source, exits, interrupts: createInterrupts(source, (code) => exits.push(code)) };
}

test('outside a bracket, a signal ends the process as shells expect', () => {
  const { source, exits } = start();
  source.emit('SIGINT');
  source.emit('SIGTERM');
  expect(exits).toEqual([130, 143]);
});

test('inside one, the first aborts and the second ends', async () => {
  const { source, exits, interrupts } = start();
  await interrupts.within(async (signal) => {
    expect(signal.aborted).toBe(false);
    source.emit('SIGINT');
    expect(signal.aborted).toBe(true);
    expect(exits).toEqual([]);
    source.emit('SIGINT');
    expect(exits).toEqual([130]);
  });
});

test('a bracket that was left, even by a fault, catches nothing more', async () => {
  const { source, exits, interrupts } = start();
  await expect(interrupts.within(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  source.emit('SIGINT');
  expect(exits).toEqual([130]);
});
