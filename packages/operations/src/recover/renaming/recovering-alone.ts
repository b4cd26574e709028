import { createHash } from 'node:crypto';

import { AgoraError, isAgoraError } from '@agora/core';
import { type Client, withAdvisoryLock } from '@agora/postgres';

import { besideDatabase } from '../../branch/read-branches.ts';

/**
 * Runs on another database of the server, as the only one that recovers this database. All that renames goes through this
 * session, so that what is done is done under its lock.
 * @throws AgoraError `operations.recovery_running`
 */
export function recoveringAlone<T>(
  url: string,
  database: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const key = createHash('sha256').update(`agora recover ${database}`).digest().readBigInt64BE();
  return besideDatabase(url, async (client) => {
    // It is idle for as long as a restore takes. Not every version has all of them.
    await client.query(
      `SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
        WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_session_timeout')`,
    );
    return withAdvisoryLock(client, key, () => use(client)).catch((error: unknown) => {
      throw isAgoraError(error) && error.code === 'postgres.lock_not_available'
        ? running(database, error)
        : error;
    });
  });
}

function running(database: string, cause: AgoraError): AgoraError {
  return new AgoraError({
    code: 'operations.recovery_running',
    message: `Somebody recovers ${database} now.`,
    why: cause.why,
    fix: 'agora recover status says how far it is.',
    cause,
  });
}
