import type { Client } from '../connection/connection.ts';

/** Whether the server of a connection has a database of the name. */
export async function databaseExists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}
