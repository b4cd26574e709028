import { SQLSTATE } from '@agora/postgres';
import type { Error as MappedError } from '@prisma/driver-adapter-utils';
import type { ConnectionTarget } from '@agora/postgres';

/** The fields of a server's ErrorResponse as `pg` gives them. */
export interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly column?: string;
  readonly position?: string;
  readonly where?: string;
}

const unreachable = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOENT',
]);

/** Is this an error that PostgreSQL itself sent (and not the socket)? */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    typeof (error as Partial<ServerError>).code === 'string' &&
    typeof (error as Partial<ServerError>).severity === 'string'
  );
}

/**
 * Names a driver error in the vocabulary of Prisma's engines. Server errors go through as they are: the engine maps
 * SQLSTATEs itself and keeps code and message, which the finer kinds of adapter-pg would lose.
 *
 * @returns undefined where the error is none of the database's (a bug of ours).
 */
export function toMappedError(error: unknown, target: ConnectionTarget): MappedError | undefined {
  if (isServerError(error)) return mapServerError(error, target);
  if (!(error instanceof Error)) return undefined;
  const code = (error as NodeJS.ErrnoException).code;
  const original = { originalCode: code, originalMessage: error.message };
  if (code !== undefined && unreachable.has(code))
    return { kind: 'DatabaseNotReachable', host: target.host, port: target.port, ...original };
  if (/timeout exceeded|timeout expired/i.test(error.message))
    return { kind: 'DatabaseNotReachable', host: target.host, port: target.port, ...original };
  if (code === 'ECONNRESET' || code === 'EPIPE' || /connection terminated|not queryable/i.test(error.message))
    return { kind: 'ConnectionClosed', ...original };
  if (/SSL|TLS|certificate/i.test(`${code ?? ''} ${error.message}`))
    return { kind: 'TlsConnectionError', reason: error.message, ...original };
  // pg's words for a server that wants a password where the URL has none.
  if (/password must be a (non-empty )?string/i.test(error.message))
    return { kind: 'AuthenticationFailed', user: target.user, ...original };
  return undefined;
}

function mapServerError(error: ServerError, target: ConnectionTarget): MappedError {
  const original = { originalCode: error.code, originalMessage: error.message };
  switch (error.code) {
    case SQLSTATE.invalidCatalogName:
      return { kind: 'DatabaseDoesNotExist', db: target.database, ...original };
    case SQLSTATE.invalidPassword:
      return { kind: 'AuthenticationFailed', user: target.user, ...original };
    case SQLSTATE.invalidAuthorizationSpecification:
      return { kind: 'DatabaseAccessDenied', db: target.database, ...original };
    default:
      return {
        kind: 'postgres',
        code: error.code,
        severity: error.severity,
        message: error.message,
        detail: error.detail,
        column: error.column,
        hint: error.hint,
        ...original,
      };
  }
}
