import type { Client } from '@agora/postgres';

/** The major version of a `server_version_num`. */
export const majorOf = (version: number): number => Math.floor(version / 10_000);

/** `server_version_num`. It is not cast by the server: a database may have a cast of text to integers of its own. */
export async function readVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT pg_catalog.current_setting('server_version_num') AS version`,
  );
  return Number(rows[0]?.version);
}

/** The major version of a server. */
export async function readMajor(client: Client): Promise<number> {
  return majorOf(await readVersion(client));
}
