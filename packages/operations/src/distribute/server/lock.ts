import { AgoraError } from '@agora/core';
import { type Client, withAdvisoryLock } from '@agora/postgres';

/** Any number that nothing else takes: "agora distribute" to whoever looks at pg_locks. */
const LOCK = 7_104_116_101_115n;

/**
 * Runs while no other distribution runs on the server. Citus names the roles and replication slots of a move alike in all
 * databases, so that two moves break each other. An advisory lock counts in its own database only: who has it looks for
 * those of other databases, and of two that begin at once at most one goes on.
 *
 * @throws AgoraError `operations.distribute_running`, `postgres.lock_not_available`, `postgres.pooled_connection`
 */
export function whileAlone<T>(client: Client, use: () => Promise<T>): Promise<T> {
  return withAdvisoryLock(client, LOCK, async () => {
    await assertAlone(client);
    return use();
  });
}

async function assertAlone(client: Client): Promise<void> {
  const { rows } = await client.query<{ database: string; pid: number }>(
    `SELECT d.datname AS database, l.pid FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND d.datname <> current_database()
        AND l.classid = (($1::bigint >> 32) & 4294967295)::oid AND l.objid = ($1::bigint & 4294967295)::oid`,
    [LOCK.toString()],
  );
  const [other] = rows;
  if (other === undefined) return;
  throw new AgoraError({
    code: 'operations.distribute_running',
    message: `The database ${other.database} of the same cluster is distributed now; nothing was touched.`,
    why: `Session ${other.pid} does it. Moves of two databases take roles and replication slots of one name, and break each other.`,
    fix: 'Wait until it is done, and try again.',
  });
}
