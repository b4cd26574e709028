import { cancelledBy, type Client } from '@agora/postgres';

/** A session for the time that `use` runs. */
export type OpenSession = (use: (client: Client) => Promise<void>) => Promise<void>;

/**
 * Works a list off on several sessions, each item by whichever is free, in the order of the list. The first failure cancels
 * what the others do, and comes out when all have ended.
 */
export async function workOff<T>(
  items: readonly T[],
  sessions: { readonly url: string; readonly count: number; readonly open: OpenSession },
  signal: AbortSignal | undefined,
  work: (client: Client, item: T, index: number) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const queue = items.entries();
  const one = (): Promise<void> =>
    sessions.open((client) =>
      cancelledBy(stop, { url: sessions.url }, client, async () => {
        for (const [index, item] of queue) {
          stop.throwIfAborted();
          await work(client, item, index);
        }
      }),
    );
  let first: { readonly error: unknown } | undefined;
  const all = Array.from({ length: Math.max(1, Math.min(sessions.count, items.length)) }, async () => {
    try {
      await one();
    } catch (error) {
      first ??= { error };
      failed.abort(error);
    }
  });
  await Promise.all(all);
  if (first === undefined) return;
  signal?.throwIfAborted();
  throw first.error;
}
