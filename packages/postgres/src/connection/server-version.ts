import type { Client } from './connection.ts';

/** The major version of a `server_version_num`, such as 18 of 180004. */
export const serverMajor = (version: number): number => Math.floor(version / 10_000);

/**
 * `server_version_num`, such as 180004. It is named with its schema and not cast by the server: a database may have a
 * function of that name, and a cast of text to integers, of its own.
 */
export async function readServerVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT pg_catalog.current_setting('server_version_num') AS version`,
  );
  return Number(rows[0]?.version);
}

/** The major version of a server. */
export async function readServerMajor(client: Client): Promise<number> {
  return serverMajor(await readServerVersion(client));
}
