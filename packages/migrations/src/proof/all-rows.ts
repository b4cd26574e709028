import { AgoraError } from '@agora/core';
import { type Client, failedWith, serverError, SQLSTATE } from '@agora/postgres';

/**
 * Reads rows with row-level security off: a policy that binds the owner (FORCE) would hide rows, and a proof would see
 * nothing lost.
 *
 * @throws AgoraError `migrations.rows_hidden` when this role may not see them all
 */
export async function withAllRows<T>(client: Client, read: () => Promise<T>): Promise<T> {
  await client.query('SET row_security = off');
  try {
    return await read();
  } catch (error) {
    const found = serverError(error);
    if (!found || !failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
    throw new AgoraError({
      code: 'migrations.rows_hidden',
      message: 'Rows of a scratch database cannot be seen, so that nothing can be said of them.',
      why: found.message,
      fix: 'Prove as a role that no policy binds: a superuser, or one with BYPASSRLS. Its own server will do: --server <url>',
      cause: error,
    });
  } finally {
    // A connection that is gone has no setting to put back.
    await client.query('RESET row_security').catch(() => undefined);
  }
}
