import type { WatchSettings } from '@agora/core';

import { sendRequest } from '../requests/send-request.ts';
import { type Counter, countersSource } from './counters.ts';
import type { Source } from './source.ts';

const NAME = 'the application';

/** An application's own figures, which it serves in the form of Prometheus. */
export function metricsSource(settings: NonNullable<WatchSettings['metrics']>): Source {
  return countersSource(async () => {
    const { ok, body } = await sendRequest({
      name: NAME,
      url: settings.url,
      within: 900,
      ...(settings.headers === undefined ? {} : { headers: settings.headers }),
    });
    return ok && body !== undefined ? readMetrics(body, settings) : undefined;
  });
}

/**
 * The requests of an application, all as one counter or one for each value of a label: the sum and count of their
 * histogram, and of these the errors (a status of 500 and above). Pure.
 */
export function readMetrics(
  text: string,
  {
    duration = 'http_request_duration_seconds',
    label = 'status',
    by,
  }: Partial<NonNullable<WatchSettings['metrics']>> = {},
): readonly Counter[] {
  const counters = new Map<string, { calls: number; errors: number; totalMs: number }>();
  for (const line of text.split('\n')) {
    const found = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line);
    if (found === null) continue;
    const [, metric, written = '', value] = found;
    const amount = Number(value);
    if (!Number.isFinite(amount)) continue;
    if (metric !== `${duration}_sum` && metric !== `${duration}_count`) continue;
    const labels = new Map(
      [...written.matchAll(/([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', one = '']) => [
        key,
        one,
      ]),
    );
    const kind = by === undefined ? undefined : labels.get(by);
    const name = kind === undefined ? NAME : `${NAME}: ${kind}`;
    const counter = counters.get(name) ?? { calls: 0, errors: 0, totalMs: 0 };
    counters.set(name, counter);
    if (metric === `${duration}_sum`) counter.totalMs += amount * 1000;
    else {
      counter.calls += amount;
      if (labels.get(label)?.startsWith('5')) counter.errors += amount;
    }
  }
  return [...counters].map(([name, counter]) => ({ name, control: false, ...counter }));
}
