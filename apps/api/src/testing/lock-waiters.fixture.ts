import type { Client } from '@agora/postgres';
import { onCitus } from '@agora/testkit';

/** Of a cluster the sessions of all nodes: a statement waits where its shard is. */
const sessions = onCitus ? 'citus_stat_activity' : 'pg_stat_activity';

/**
 * How many sessions of the database wait for a lock: what a test polls before it lets go of its own.
 * @param but a part of a statement that does not count, such as one that the API runs now and then
 */
export async function lockWaiters(client: Client, but = 'no such statement'): Promise<number> {
  // Within a transaction the sessions are those of its first look: one that has connected since would never be seen.
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rowCount } = await client.query(
    `SELECT FROM ${sessions}
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND strpos(query, $1) = 0`,
    [but],
  );
  return rowCount ?? 0;
}
