import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { HttpRequest } from '@agora/core';

import { sendRequest } from '../requests/send-request.ts';
import { type Call, type Source, windowOf } from './source.ts';

/** Milliseconds between the begins of two requests. */
const PAUSE_MS = 40;
/** Requests of one kind under way at once: one that hangs must not keep the others from being sent. */
const AT_ONCE = 4;
/** Milliseconds that an answer may take, unless the configuration says otherwise. */
const PATIENCE_MS = 2000;

/** A request that is timed; a control is one that no deploy changes. */
type TimedRequest = HttpRequest & { readonly control?: boolean | undefined };

/** Times requests to the application, each kind by itself. */
export function requestsSource(requests: readonly TimedRequest[]): Source {
  const calls = new Map<string, Call[]>();
  let stop = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const loop = async (request: TimedRequest, { signal }: AbortController): Promise<void> => {
    while (!signal.aborted) {
      const { ok, ms } = await sendRequest({ within: PATIENCE_MS, ...request }, signal);
      if (signal.aborted) return;
      calls.set(request.name, [...(calls.get(request.name) ?? []), { ok, ms }]);
      await sleep(PAUSE_MS * AT_ONCE, undefined, { signal }).catch(() => undefined);
    }
  };
  const pause = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  return {
    async begin() {
      calls.clear();
      stop = new AbortController();
      const own = stop;
      // Each loop waits on it, in its request and in its pause.
      setMaxListeners(2 * AT_ONCE * requests.length + 1, own.signal);
      running = Promise.all(
        requests.flatMap((request) =>
          Array.from({ length: AT_ONCE }, async (_, place) => {
            await sleep(PAUSE_MS * place, undefined, { signal: own.signal }).catch(() => undefined);
            await loop(request, own);
          }),
        ),
      );
    },
    cut: async () => {
      const seen = requests.map(({ name, control = false }) => ({
        name,
        control,
        ...windowOf(calls.get(name) ?? []),
      }));
      calls.clear();
      return seen;
    },
    pause,
    close: pause,
  };
}
