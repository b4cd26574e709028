import type { Client } from '../connection/connection.ts';
import { tableExists } from '../connection/table-exists.ts';

/** Whether tables of the database are spread over the nodes of a Citus cluster. */
export async function isSpread(client: Client): Promise<boolean> {
  if (!(await tableExists(client, 'pg_catalog', 'pg_dist_partition'))) return false;
  const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_dist_partition LIMIT 1');
  return rowCount !== 0;
}
