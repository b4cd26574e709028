import type { Client } from '@agora/postgres';

/** As which seeds are written, compared and checked: no row is hidden from it. */
export const LOADER = 'agora_loader';

/**
 * From here to the end of the transaction the client is `agora_loader`: row-level security would hide rows from an
 * owner, who then finds, counts and deletes none.
 */
export async function becomeLoader(client: Client): Promise<void> {
  await client.query(`SET LOCAL ROLE ${LOADER}`);
}
