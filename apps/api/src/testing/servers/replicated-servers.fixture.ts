import { once } from 'node:events';
import { type PrivateServer, withPrivateServers } from '@agora/postgres';

/** A primary and its streaming replica, called `two`, of this process alone. */
export interface ReplicatedServers {
  readonly primary: PrivateServer;
  readonly replica: PrivateServer;
  /** Ends both and removes their files. */
  stop(): Promise<void>;
}

/**
 * Starts both.
 * @param options.prepare fills the primary before it is copied
 * @param options.settings beside or in place of those of small servers
 */
export async function startReplicated({
  prepare,
  settings,
}: {
  readonly prepare?: (primary: PrivateServer) => Promise<void>;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<ReplicatedServers> {
  const done = new AbortController();
  let servers: Promise<void> | undefined;
  const made = await new Promise<Omit<ReplicatedServers, 'stop'>>((resolve, reject) => {
    servers = withPrivateServers({ major: 18, user: 'postgres', settings }, async (make) => {
      const primary = await make();
      await prepare?.(primary);
      resolve({ primary, replica: await primary.standby('two') });
      if (!done.signal.aborted) await once(done.signal, 'abort');
    });
    servers.catch(reject);
  });
  return {
    ...made,
    stop: async () => {
      done.abort();
      await servers;
    },
  };
}
