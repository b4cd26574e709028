import { AgoraError, isAgoraError } from '@agora/core';
import {
  failedWith,
  parseDatabaseUrl,
  quoteIdentifier,
  SQLSTATE,
  withConnection,
  withDatabase,
  withParameters,
} from '@agora/postgres';

/** Whether the server is there and has no database of the name in the URL. */
export function isMissingDatabase(error: unknown): boolean {
  return isAgoraError(error) && error.code === 'postgres.invalid_catalog_name';
}

/**
 * Creates the database that a URL names, as Prisma does: over the server's own `postgres`. One that
 * somebody else has created meanwhile is no fault.
 *
 * @throws AgoraError `migrations.no_database` when the role may not, or cannot reach `postgres`
 */
export async function createDatabase(url: string): Promise<void> {
  const { database, user } = parseDatabaseUrl(url);
  const sql = `CREATE DATABASE ${quoteIdentifier(database)}`;
  try {
    await withConnection(maintenanceUrl(url), (client) => client.query(sql));
  } catch (error) {
    // Two at once: the slower one finds the name taken, by the check or by the index behind it.
    if (failedWith(error, SQLSTATE.duplicateDatabase, SQLSTATE.uniqueViolation)) return;
    throw noDatabase(url, error, {
      why: `${user} could not create it: ${error instanceof Error ? error.message : String(error)}.`,
      fix: `Check the URL. If the name is right, as a role that may: CREATE DATABASE ${quoteIdentifier(database)} OWNER ${quoteIdentifier(user)};`,
    });
  }
}

/** That the database is not there, and what stands against creating it. */
export function noDatabase(
  url: string,
  cause: unknown,
  { why, fix }: { readonly why: string; readonly fix: string },
): AgoraError {
  const { database, redacted } = parseDatabaseUrl(url);
  return new AgoraError({
    code: 'migrations.no_database',
    message: `The database ${database} does not exist.`,
    why: `${why}\nURL: ${redacted}`,
    fix,
    cause,
  });
}

/** The `options` and `schema` of the URL are meant for the other database. */
function maintenanceUrl(url: string): string {
  return withParameters(withDatabase(url, 'postgres'), { schema: undefined, options: undefined });
}
