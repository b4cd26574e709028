import { type Client, isSpread } from '@agora/postgres';

/** As which seeds are written, compared and checked: no row is hidden from it. */
export const LOADER = 'agora_loader';

/**
 * From here to the end of the transaction the client is `agora_loader`: row-level security would hide rows from an
 * owner, who then finds, counts and deletes none.
 */
export async function becomeLoader(client: Client): Promise<void> {
  if (await remainsItself(client)) return;
  await client.query(`SET LOCAL ROLE ${LOADER}`);
}

/**
 * Whether the login does all of a transaction as itself: a superuser on a cluster. There the nodes are connected to as the
 * role of the moment, which may become no other, and a transaction that has changed shards goes on over those connections.
 */
export async function remainsItself(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ all: boolean }>(
    'SELECT rolsuper AS all FROM pg_roles WHERE rolname = session_user',
  );
  return rows[0]?.all === true && (await isSpread(client));
}
