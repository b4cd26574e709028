import { type Client, quoteLiteral } from '@agora/postgres';
import { withSession } from '../source/session.ts';

const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** Brackets one snapshot of a database. @param use gets a session in it, and the name for further ones */
export function withSnapshot<T>(
  url: string,
  use: (client: Client, snapshot: string) => Promise<T>,
): Promise<T> {
  return withSession(url, async (client) => {
    await client.query(BEGIN);
    const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    const result = await use(client, rows[0]!.snapshot);
    await client.query('COMMIT');
    return result;
  });
}

/** A further session that sees exactly the same. */
export function joinSnapshot<T>(
  url: string,
  snapshot: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  return withSession(url, async (client) => {
    await client.query(BEGIN);
    await client.query(`SET TRANSACTION SNAPSHOT ${quoteLiteral(snapshot)}`);
    const result = await use(client);
    await client.query('COMMIT');
    return result;
  });
}
