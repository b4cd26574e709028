import type { Window } from '../judge/series.ts';
import type { Seen, Source } from './source.ts';

/** What something has counted since it began. */
export interface Counter {
  readonly name: string;
  readonly control: boolean;
  readonly calls: number;
  readonly errors: number;
  /** All its calls together. */
  readonly totalMs: number;
}

/**
 * A source that counts by itself: of two readings the difference is what was between them.
 * @param read undefined where it did not answer
 */
export function countersSource(
  read: () => Promise<readonly Counter[] | undefined>,
  close: () => Promise<void> = () => Promise.resolve(),
): Source {
  let last = new Map<string, Counter>();
  return {
    async begin() {
      last = byName((await read()) ?? []);
    },
    async cut() {
      const now = await read();
      if (now === undefined) return [];
      const seen = now.flatMap((counter): Seen[] => {
        const before = last.get(counter.name);
        if (before === undefined) return [];
        return [{ name: counter.name, control: counter.control, ...between(before, counter) }];
      });
      last = byName(now);
      return seen;
    },
    pause: () => Promise.resolve(),
    close,
  };
}

/** What was counted between two readings; nothing where the counter was set back. Pure. */
export function between(before: Counter, after: Counter): Window {
  const calls = after.calls - before.calls;
  const errors = Math.max(0, after.errors - before.errors);
  if (calls < 0) return { calls: 0, errors: 0 };
  return calls === 0
    ? { calls, errors: 0 }
    : { calls, errors: Math.min(errors, calls), meanMs: (after.totalMs - before.totalMs) / calls };
}

function byName(counters: readonly Counter[]): Map<string, Counter> {
  return new Map(counters.map((counter) => [counter.name, counter]));
}
