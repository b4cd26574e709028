import type { WatchSettings } from '@agora/core';

import { type Judgement, judge } from '../judge/judge.ts';
import { LEAST_WINDOWS, type Series } from '../judge/series.ts';
import { collect, type Collected, WINDOW_MS } from '../samples/collect.ts';
import { metricsSource } from '../samples/metrics.ts';
import { controlQueries, queriesSource } from '../samples/queries.ts';
import { requestsSource } from '../samples/requests.ts';
import type { Source } from '../samples/source.ts';
import { statementsSource } from '../samples/statements.ts';

/** Where `worse` begins, and how long it is looked for. Milliseconds. */
const defaultWatch = { for: 60_000, slower: 0.2, errors: 0.05 } as const;

/** Windows between two looks. */
const LOOK_EVERY = 5;

/** What speed and errors are measured by; undefined where nothing says. */
export interface Measuring {
  readonly sources: readonly Source[];
  /** What they are, for people. */
  readonly what: readonly string[];
  readonly windows: { readonly before: number; readonly after: number };
}

/**
 * Opens what settings name.
 * @param tables of the plan, by name alone
 */
export async function openMeasuring(
  url: string,
  settings: WatchSettings,
  tables: ReadonlySet<string>,
): Promise<Measuring | undefined> {
  const { queries = [], requests = [], metrics } = settings;
  const statements = settings.statements === false ? undefined : await statementsSource(url, tables);
  if (queries.length === 0 && requests.length === 0 && metrics === undefined && statements === undefined)
    return undefined;
  const timed = queries.map(({ name, sql, control = false }) => ({ name, sql, control }));
  const sources = [
    queriesSource(url, [...timed, ...controlQueries]),
    ...(requests.length === 0 ? [] : [requestsSource(requests)]),
    ...(metrics === undefined ? [] : [metricsSource(metrics)]),
    ...(statements === undefined ? [] : [statements]),
  ];
  const after = settings.for ?? defaultWatch.for;
  return {
    sources,
    what: [
      ...(queries.length === 0 ? [] : [`${queries.length} queries`]),
      ...(requests.length === 0 ? [] : [`${requests.length} requests`]),
      ...(metrics === undefined ? [] : ["the application's metrics"]),
      ...(statements === undefined ? [] : ['pg_stat_statements']),
    ],
    windows: { before: windowsOf(settings.baseline ?? after), after: windowsOf(after) },
  };
}

function windowsOf(ms: number): number {
  return Math.max(1, Math.round(ms / WINDOW_MS));
}

/** How things are before the deploy. */
export function measureBaseline({ sources, windows }: Measuring, signal?: AbortSignal): Promise<Collected> {
  return collect(sources, { windows: windows.before, signal });
}

/**
 * How things are after it, against before; ends as soon as it is surely worse.
 * @param signal when aborted, what was seen until then is judged
 */
export async function measureAfter(
  { sources, windows }: Measuring,
  baseline: Collected,
  settings: WatchSettings,
  signal?: AbortSignal,
): Promise<Judgement> {
  const thresholds = {
    slower: settings.slower ?? defaultWatch.slower,
    errors: settings.errors ?? defaultWatch.errors,
  };
  let early: Judgement | undefined;
  const after = await collect(sources, {
    windows: windows.after,
    signal,
    onWindow: (collected, count) => {
      if (count < LEAST_WINDOWS || count % LOOK_EVERY !== 0 || count === windows.after) return false;
      const seen = judge(seriesOf(baseline, collected), thresholds, 'early');
      if (seen.verdict === 'worse') early = seen;
      return early !== undefined;
    },
  });
  return early ?? judge(seriesOf(baseline, after), thresholds, 'last');
}

function seriesOf(before: Collected, after: Collected): readonly Series[] {
  return [...before].flatMap(([name, { control, windows }]) => {
    const then = after.get(name);
    return then === undefined ? [] : [{ name, control, before: windows, after: then.windows }];
  });
}
