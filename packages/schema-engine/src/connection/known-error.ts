import { SQLSTATE } from '@agora/postgres';
import { toMappedError } from './database-error.ts';
import type { ConnectionTarget } from '@agora/postgres';

/**
 * Prisma's code and words for a connection's failure.
 * Source: prisma-engines, libs/user-facing-errors/src/common.rs
 */
export function toKnownError(
  error: unknown,
  target: ConnectionTarget,
): { error_code?: string; message: string } {
  const mapped = toMappedError(error, target);
  const server = `${target.host}:${target.port}`;
  switch (mapped?.kind) {
    case 'AuthenticationFailed':
      return {
        error_code: 'P1000',
        message: `Authentication failed against database server, the provided database credentials for \`${target.user}\` are not valid.\n\nPlease make sure to provide valid database credentials for the database server at the configured address.`,
      };
    case 'DatabaseNotReachable':
    case 'ConnectionClosed':
      return {
        error_code: 'P1001',
        message: `Can't reach database server at \`${server}\`\n\nPlease make sure your database server is running at \`${server}\`.`,
      };
    case 'DatabaseDoesNotExist':
      return { error_code: 'P1003', message: `Database \`${target.database}\` does not exist` };
    case 'DatabaseAccessDenied':
      return {
        error_code: 'P1010',
        message: `User \`${target.user}\` was denied access on the database \`${target.database}\`: ${mapped.originalMessage}`,
      };
    case 'TlsConnectionError':
      return { error_code: 'P1011', message: `Error opening a TLS connection: ${mapped.reason}` };
    case 'postgres':
      if (mapped.code === SQLSTATE.duplicateDatabase)
        return {
          error_code: 'P1009',
          message: `Database \`${target.database}\` already exists on the database server`,
        };
      return { message: `${mapped.severity}: ${mapped.message} (SQLSTATE ${mapped.code})` };
    default:
      return { message: error instanceof Error ? error.message : String(error) };
  }
}
