import { type Catalog, readCatalog } from '@agora/catalog';

import { throwIfInterrupted } from '../apply/interrupted.ts';
import type { Migration } from '../project/folder.ts';
import { replay } from './replay.ts';
import {
  type KnownReach,
  type Scratch,
  type ScratchOptions,
  type Scripts,
  withScratch,
} from './scratch/scratch.ts';

/** What a state of a history is wanted for. */
export interface StateOptions {
  /** Part of the database's name. */
  readonly label: string;
  /** Nothing is asked for afterwards: the database that was replayed is given away, and no copy of it. */
  readonly last?: boolean | undefined;
  /** All that is run in the database, and in copies of it, as far as it is written by hand. */
  readonly runs: Scripts;
}

/**
 * Scratch databases at states of one history, replayed once for all who want one. A replay goes forward only: whoever asks
 * for an earlier state than the one before has it replayed anew.
 */
export interface ReplayedHistory {
  /**
   * A database of the caller's own that stands after the first `count` migrations.
   * @throws AgoraError `migrations.replay_failed`
   */
  at(count: number, options: StateOptions): Promise<Scratch>;
  /**
   * The catalog after the first `count` migrations.
   * @throws AgoraError `migrations.replay_failed`
   */
  catalogAt(count: number): Promise<Catalog>;
  readonly covers: KnownReach['covers'];
}

export interface ReplayOptions extends ScratchOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Brackets the use of a history's states; all databases are dropped at the end. */
export function withReplayedHistory<T>(
  options: ReplayOptions,
  migrations: readonly Migration[],
  use: (replayed: ReplayedHistory) => Promise<T>,
): Promise<T> {
  return withScratch(options, migrations, (make, known) =>
    use(new Replays(migrations, make, known, options.signal)),
  );
}

class Replays implements ReplayedHistory {
  readonly covers: KnownReach['covers'];
  readonly #stayInside: KnownReach['stayInside'];
  readonly #migrations: readonly Migration[];
  readonly #make: (label: string) => Promise<Scratch>;
  readonly #signal: AbortSignal | undefined;
  #replayed: { readonly scratch: Scratch; count: number } | undefined;
  /** One after the other: they share the database that is replayed. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    migrations: readonly Migration[],
    make: (label: string) => Promise<Scratch>,
    known: KnownReach,
    signal: AbortSignal | undefined,
  ) {
    this.#migrations = migrations;
    this.#make = make;
    this.covers = known.covers;
    this.#stayInside = known.stayInside;
    this.#signal = signal;
  }

  at(count: number, { label, last = false, runs }: StateOptions): Promise<Scratch> {
    // The database that is replayed goes on beside its copies.
    const sameServer = this.#stayInside(last ? runs : [...this.#migrations.slice(count), ...runs]);
    return this.#inTurn(async () => {
      const scratch = await this.#replayTo(count);
      const given = last ? scratch : await scratch.copy(label, { sameServer });
      if (last) this.#replayed = undefined;
      return { ...given, copy: (name, options = { sameServer }) => given.copy(name, options) };
    });
  }

  catalogAt(count: number): Promise<Catalog> {
    return this.#inTurn(async () => (await this.#replayTo(count)).connect(readCatalog));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    // The next one waits for its end; its failure is its own caller's.
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #replayTo(count: number): Promise<Scratch> {
    if (this.#replayed !== undefined && this.#replayed.count > count) {
      await this.#replayed.scratch.drop();
      this.#replayed = undefined;
    }
    const { scratch, count: from } = (this.#replayed ??= { scratch: await this.#make('replay'), count: 0 });
    // A replay that fails leaves it half-way: whoever asks again has it anew.
    this.#replayed = undefined;
    if (count > from)
      await scratch.connect((client) =>
        replay(client, this.#migrations.slice(from, count), () => throwIfInterrupted(this.#signal)),
      );
    this.#replayed = { scratch, count };
    return scratch;
  }
}
