import { AgoraError } from '@agora/core';
import {
  cancelledBy,
  type Client,
  describeSqlError,
  failedWith,
  quoteIdentifier,
  SQLSTATE,
  sqlState,
  withConnection,
} from '@agora/postgres';
import { withSeedLock } from '../records/index.ts';

/** The database of a project's seeds. */
export interface SeedConnection {
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `use` on a connection of its own, while nobody else seeds the database.
 * @throws seed.interrupted once the signal has aborted: nothing was kept; `postgres.*`, what the server says
 */
export function withSeedConnection<T>(
  { url, signal }: SeedConnection,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = { url, applicationName: 'agora-seed' };
  return withConnection(connection, (client) =>
    cancelledBy(signal, connection, client, () => withSeedLock(client, () => use(client))).catch(
      (cause: unknown) => {
        if (signal?.aborted !== true) throw sqlState(cause) === undefined ? cause : describeSqlError(cause);
        throw new AgoraError({
          code: 'seed.interrupted',
          message: 'Stopped before the seeds were through. Nothing was kept.',
          fix: 'Run the same command again.',
          cause,
        });
      },
    ),
  );
}

/** The login of a connection. */
export async function loginOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ login: string }>('SELECT current_user AS login');
  return rows[0]!.login;
}

/**
 * From here to the end of the transaction: as the role of the seeds, by whose rights no row may be hidden, and with one
 * way of writing times, by which keys are compared.
 */
export async function becomeSeeder(client: Client, role: string | undefined): Promise<void> {
  if (role !== undefined) await client.query(`SET LOCAL ROLE ${quoteIdentifier(role)}`);
  await client.query(
    `SET LOCAL row_security = off; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'`,
  );
}

/** What the server says of rows of a set. */
export function refused(set: string, error: unknown): AgoraError {
  const described = describeSqlError(error);
  if (described.code.startsWith('seed.')) return described;
  const hidden = failedWith(error, SQLSTATE.insufficientPrivilege);
  return new AgoraError({
    code: hidden ? 'seed.no_rights' : 'seed.refused',
    message: `The set "${set}" was not written: ${described.message}`,
    why: described.why,
    fix: hidden
      ? 'Name a role that may write and see all its rows (role: ... in the seeds), or seed as the owner of the tables.'
      : (described.fix ?? 'Correct the rows of the set. Nothing was kept.'),
    cause: error,
  });
}
