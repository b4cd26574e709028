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
    return ok && body !== undefined ? [readMetrics(body, settings)] : undefined;
  });
}

/**
 * All requests of an application as one counter: the sum and count of its histogram, and those of them that the server is
 * to blame for (a status of the fifth hundred). Pure.
 */
export function readMetrics(
  text: string,
  {
    duration = 'http_request_duration_seconds',
    label = 'status',
  }: Partial<NonNullable<WatchSettings['metrics']>> = {},
): Counter {
  let [calls, errors, seconds] = [0, 0, 0];
  for (const line of text.split('\n')) {
    const found = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line);
    if (found === null) continue;
    const [, name, labels = '', value] = found;
    const amount = Number(value);
    if (!Number.isFinite(amount)) continue;
    if (name === `${duration}_sum`) seconds += amount;
    if (name !== `${duration}_count`) continue;
    calls += amount;
    const status = [...labels.matchAll(/([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g)].find(
      ([, key]) => key === label,
    )?.[2];
    if (status?.startsWith('5')) errors += amount;
  }
  return { name: NAME, control: false, calls, errors, totalMs: seconds * 1000 };
}
