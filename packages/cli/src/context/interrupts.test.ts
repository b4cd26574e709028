import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
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

test('what a stop throws is told as a stop and not as a fault, whoever noticed it', async () => {
  const { source, interrupts } = start();
  const noticed: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
    (signal) => sleep(60_000, undefined, { signal }),
    async (signal) => {
      await sleep(0);
      signal.throwIfAborted();
    },
  ];
  for (const use of noticed) {
    const working = interrupts.within(use);
    source.emit('SIGINT');
    await expect(working).rejects.toMatchObject({ code: 'cli.interrupted' });
  }
});

test('an abort that nobody asked for stays a fault', async () => {
  const { interrupts } = start();
  const aborted = interrupts.within(() => Promise.reject(new DOMException('x', 'AbortError')));
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
});
