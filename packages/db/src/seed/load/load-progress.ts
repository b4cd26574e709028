import type { StructurePart } from '@agora/seeding';
import type { LoadPlan } from './plan-load.ts';
import type { LoadCommunity } from '../simulation/scale.ts';
import { shareOf } from './write/table-groups.ts';

export interface LoadProgress {
  phase: 'copy' | 'rebuild';
  /** Table (copy) or index or key (rebuild) just done. */
  what: string;
  /** Users' worth of content (copy) or parts (rebuild) done, of `total`. */
  done: number;
  total: number;
  /** Rows written so far. */
  rows: number;
  rowsPerSecond: number;
  /** Seconds that this phase will take still; undefined before it can be told. */
  remainingSeconds: number | undefined;
}

/** Counts what a load has done, and reports it. Copying begins with it. */
export class LoadMeter {
  readonly #onProgress: ((progress: LoadProgress) => void) | undefined;
  readonly #copyBegan = performance.now();
  #rebuildBegan = 0;
  #rows = 0;
  #peak = process.memoryUsage.rss();
  /** Users with all that is theirs. */
  readonly #users: number;
  readonly #usersBefore: number;
  #usersDone: number;
  #parts = 0;
  #work = 0;
  #workDone = 0;

  constructor(
    { communities, found, strategy }: LoadPlan,
    onProgress: ((progress: LoadProgress) => void) | undefined,
  ) {
    this.#onProgress = onProgress;
    this.#users = usersOf(communities);
    this.#usersBefore =
      strategy === 'bare'
        ? [...(found?.tables ?? [])].reduce((users, table) => users + this.#users * shareOf(table), 0)
        : usersOf(communities.filter(({ ordinal }) => found?.done.has(ordinal) === true));
    this.#usersDone = this.#usersBefore;
  }

  /** Largest resident memory that was seen, in bytes. */
  get peakMemoryBytes(): number {
    return this.#peak;
  }

  /** Milliseconds of each phase, once both have begun. */
  get phases(): { copyMs: number; rebuildMs: number } {
    return {
      copyMs: this.#rebuildBegan - this.#copyBegan,
      rebuildMs: performance.now() - this.#rebuildBegan,
    };
  }

  watchMemory(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }

  /** The rows of some users have been copied into a table. */
  copied({ table, rows, users }: { table: string; rows: number; users: number }): void {
    this.#rows += rows;
    this.#usersDone += users * shareOf(table);
    const rate = (this.#usersDone - this.#usersBefore) / this.#secondsOfCopy();
    this.#report({
      phase: 'copy',
      what: table,
      done: Math.round(this.#usersDone),
      total: this.#users,
      remainingSeconds: rate > 0 ? (this.#users - this.#usersDone) / rate : undefined,
    });
  }

  /** Copying has ended, and this is to be made again. */
  beginRebuild(parts: readonly StructurePart[]): void {
    this.#rebuildBegan = performance.now();
    this.#parts = parts.length;
    this.#work = parts.reduce((sum, part) => sum + workOf(part), 0);
  }

  /** A part has been made again, and so many are left. */
  built(part: StructurePart, left: number): void {
    this.#workDone += workOf(part);
    const seconds = (performance.now() - this.#rebuildBegan) / 1000;
    this.#report({
      phase: 'rebuild',
      what: part.name,
      done: this.#parts - left,
      total: this.#parts,
      remainingSeconds: (seconds / this.#workDone) * (this.#work - this.#workDone),
    });
  }

  #report(progress: Omit<LoadProgress, 'rows' | 'rowsPerSecond'>): void {
    this.#onProgress?.({ ...progress, rows: this.#rows, rowsPerSecond: this.#rows / this.#secondsOfCopy() });
  }

  #secondsOfCopy(): number {
    return (performance.now() - this.#copyBegan) / 1000;
  }
}

function usersOf(communities: readonly LoadCommunity[]): number {
  return communities.reduce((sum, { users }) => sum + users, 0);
}

/** What an index or a check takes, in bytes to read: that goes by the size of its table. */
function workOf({ bytes }: StructurePart): number {
  return bytes + 8192;
}
