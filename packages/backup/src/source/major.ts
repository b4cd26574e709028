import type { Client } from '@agora/postgres';

/** The major version of a `server_version_num`. */
export const majorOf = (version: number): number => Math.floor(version / 10_000);

/** The major version of a server. */
export async function readMajor(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT pg_catalog.current_setting('server_version_num')::int AS version`,
  );
  return majorOf(rows[0]?.version ?? 0);
}
