import type { Client } from '@agora/postgres';

/** Triggers of the user's own that an UPDATE would fire, with the word that turns each on as it is. */
export async function readUpdateTriggers(
  client: Client,
  table: string,
): Promise<readonly { readonly name: string; readonly on: string }[]> {
  const { rows } = await client.query<{ name: string; on: string }>(
    `SELECT tgname AS name, CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END AS "on"
       FROM pg_catalog.pg_trigger
      WHERE tgrelid = $1 AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 16 > 0 ORDER BY tgname`,
    [table],
  );
  return rows;
}
