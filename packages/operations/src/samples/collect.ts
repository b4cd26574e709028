import { setTimeout as sleep } from 'node:timers/promises';

import type { Window } from '../judge/series.ts';
import type { Source } from './source.ts';

/** What sources saw, by the name of each thing: a window for each stretch of time. */
export type Collected = ReadonlyMap<
  string,
  { readonly control: boolean; readonly windows: readonly Window[] }
>;

/** Milliseconds of a window. */
export const WINDOW_MS = 1000;

const NOTHING: Window = { calls: 0, errors: 0 };

/**
 * Looks at all sources for a while, window by window.
 * @param input.onWindow told after each; true ends it
 */
export async function collect(
  sources: readonly Source[],
  input: {
    readonly windows: number;
    readonly signal?: AbortSignal | undefined;
    readonly onWindow?: ((collected: Collected, count: number) => boolean) | undefined;
  },
): Promise<Collected> {
  const found = new Map<string, { control: boolean; windows: Window[] }>();
  await Promise.all(sources.map((source) => source.begin()));
  try {
    const begun = performance.now();
    for (let count = 1; count <= input.windows; count += 1) {
      const wait = Math.max(0, begun + count * WINDOW_MS - performance.now());
      await sleep(wait, undefined, input.signal === undefined ? {} : { signal: input.signal });
      const seen = (await Promise.all(sources.map((source) => source.cut()))).flat();
      for (const { name, control, ...window } of seen) {
        const series = found.get(name) ?? { control, windows: [] };
        found.set(name, series);
        while (series.windows.length < count - 1) series.windows.push(NOTHING);
        series.windows.push(window);
      }
      for (const { windows } of found.values()) if (windows.length < count) windows.push(NOTHING);
      if (input.onWindow?.(found, count) === true) break;
    }
    return found;
  } finally {
    await Promise.all(sources.map((source) => source.pause()));
  }
}
