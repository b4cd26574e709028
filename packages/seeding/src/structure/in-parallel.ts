import { cancelledBy, type Client, type ConnectionOptions, withConnection } from '@agora/postgres';

/**
 * For sessions that build indexes and check keys. A build's own workers would compete with the other connections. No
 * commit waits for the disk: a crash may undo the last part together with its strike from the list. Tables are read from
 * their beginning, where keys need no sort. A check that row-level security would filter must fail.
 */
const SESSION = `
  SET maintenance_work_mem = '512MB';
  SET max_parallel_maintenance_workers = 0;
  SET synchronous_commit = off;
  SET synchronize_seqscans = off;
  SET jit = off;
  SET row_security = off;
  DO $$ BEGIN
    PERFORM set_config('wal_compression', 'lz4', false);
  EXCEPTION WHEN insufficient_privilege OR invalid_parameter_value THEN NULL;
  END $$`;

interface ParallelJobs<T> {
  readonly connection: ConnectionOptions;
  readonly connections: number;
  readonly jobs: readonly T[];
  readonly signal: AbortSignal | undefined;
}

/**
 * Gives each job to the next of several connections that is free.
 * @throws the signal's reason; the first error, once every connection has ended
 */
export async function inParallel<T>(
  { connection, connections, jobs, signal }: ParallelJobs<T>,
  use: (client: Client, job: T) => Promise<void>,
): Promise<void> {
  const queue = [...jobs];
  const running = Array.from({ length: connections }, () =>
    withConnection(connection, (client) =>
      cancelledBy(signal, connection, client, async () => {
        await client.query(SESSION);
        for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
          await use(client, job);
          signal?.throwIfAborted();
        }
      }),
    ),
  );
  const outcomes = await Promise.allSettled(running);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
