import { setTimeout } from 'node:timers/promises';

import type { Client } from '@agora/postgres';

import { type HeldLock, LOCKS, readLock } from './session-state.ts';

/** A lock that was seen at a session from outside. */
export interface SampledLock extends HeldLock {
  /** Milliseconds between the first and the last time that it was seen. */
  readonly ms: number;
}

const EVERY_MS = 1;

/** Looks at another session's locks about every millisecond: what is taken and let go within one statement. */
export class LockSampler {
  readonly #client: Client;
  readonly #pid: number;
  readonly #seen = new Map<string, { readonly lock: HeldLock; readonly first: number; last: number }>();
  #running: Promise<void> | undefined;
  #stopped = false;

  /** @param client a connection of its own, to the same database */
  constructor(client: Client, pid: number) {
    this.#client = client;
    this.#pid = pid;
  }

  /** Resolves once it has looked a first time. */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#seen.clear();
    await this.#look();
    this.#running = this.#loop();
    // Whoever stops it hears of it.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<readonly SampledLock[]> {
    this.#stopped = true;
    await this.#running;
    this.#running = undefined;
    return [...this.#seen.values()].map(({ lock, first, last }) => ({ ...lock, ms: last - first }));
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      await this.#look();
      await setTimeout(EVERY_MS);
    }
  }

  async #look(): Promise<void> {
    const { rows } = await this.#client.query<{ oid: string; mode: string }>({
      name: 'agora-locks',
      text: LOCKS,
      values: [this.#pid],
    });
    const now = performance.now();
    for (const lock of rows.flatMap(readLock)) {
      const key = `${lock.oid} ${lock.mode}`;
      const known = this.#seen.get(key);
      if (known) known.last = now;
      else this.#seen.set(key, { lock, first: now, last: now });
    }
  }
}
