import { AgoraError } from '@agora/core';
import { type Client, poolerOf, sharesSession } from '@agora/postgres';

/**
 * Refuses a connection that does not keep its server session between transactions.
 * @param pid of the server process that answered the first query of `client`
 * @throws AgoraError `migrations.pooled_connection`
 */
export async function refusePooler(client: Client, url: string, pid: number): Promise<void> {
  if (poolerOf(url) !== undefined) throw pooled('the URL says pgbouncer=true');
  if (await sharesSession(client, pid)) {
    throw pooled('its server session changes from one transaction to the next');
  }
}

function pooled(how: string): AgoraError {
  return new AgoraError({
    code: 'migrations.pooled_connection',
    message: `Migrations need a direct connection, and this one leads through a transaction pooler: ${how}.`,
    why: 'Through a transaction pooler the lock and the settings of a session end up with connections that others use.',
    fix: `Give the URL of the server itself, for example as DIRECT_URL, and have prisma.config.ts read that: datasource: { url: env('DIRECT_URL') }.`,
  });
}
