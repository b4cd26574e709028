import { AgoraError } from '@agora/core';
import { type Client, readTarget, withConnection } from '@agora/postgres';

/** How often two connections are compared: other clients may take a free server connection in between. */
const ROUNDS = 5;

/**
 * Refuses a connection that does not keep its server session between transactions. The key that the server gives at connect
 * and `pg_backend_pid()` agree on a direct connection. Behind a pooler such as PgBouncer they differ; then a second
 * connection shows the mode: in transaction mode it is served by the session that the first has just used.
 * @param pid of the server process that answered the first query of `client`
 * @throws AgoraError `migrations.pooled_connection`
 */
export async function refusePooler(client: Client, url: string, pid: number): Promise<void> {
  if (readTarget(url).parameters.get('pgbouncer') === 'true') throw pooled('the URL says pgbouncer=true');
  if (announcedPid(client) === pid) return;
  const shared = await withConnection({ url, applicationName: 'agora migrate' }, async (other) => {
    let mine = pid;
    for (let round = 0; round < ROUNDS; round += 1) {
      const theirs = await backendPid(other);
      const next = await backendPid(client);
      if (theirs === mine || next !== mine || theirs === next) return true;
      mine = next;
    }
    return false;
  });
  if (shared) throw pooled('its server session changes from one transaction to the next');
}

/** Whether the server process at the other end is the one that the connection was opened to. */
export function isDirect(client: Client, pid: number): boolean {
  return announcedPid(client) === pid;
}

/** The process id that came with the connection's key; pg keeps it to cancel queries. */
function announcedPid(client: Client): unknown {
  return Reflect.get(client, 'processID');
}

async function backendPid(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

function pooled(how: string): AgoraError {
  return new AgoraError({
    code: 'migrations.pooled_connection',
    message: `Migrations need a direct connection, and this one leads through a transaction pooler: ${how}.`,
    why: 'Through a transaction pooler the lock and the settings of a session end up with connections that others use.',
    fix: `Give the URL of the server itself, for example as DIRECT_URL, and have prisma.config.ts read that: datasource: { url: env('DIRECT_URL') }.`,
  });
}
