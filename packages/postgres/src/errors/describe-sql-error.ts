import { AgoraError, isAgoraError } from '@agora/core';
import { caretExcerpt } from './caret-excerpt.ts';
import { sqlConditions } from './sql-conditions.ts';
import { type ServerError, serverError } from './server-error.ts';

/**
 * Makes an error of the server readable: code `postgres.<condition name>`, and in `why` the reason,
 * the server's detail and context, and the place in the SQL. Other errors come back as
 * `postgres.unexpected_error`, an {@link AgoraError} as it is.
 *
 * @param error what pg, or a driver adapter over it, threw
 * @param sql the statement exactly as it was sent; without it there is no excerpt
 */
export function describeSqlError(error: unknown, sql?: string): AgoraError {
  if (isAgoraError(error)) return error;
  const server = serverError(error);
  if (server === undefined) {
    return new AgoraError({
      code: 'postgres.unexpected_error',
      message: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
  const condition = sqlConditions[server.code];
  const reason = condition?.why(server) ?? `The server answered with SQLSTATE ${server.code}.`;
  const fix = condition?.fix(server) ?? server.hint;
  return new AgoraError({
    code: condition ? `postgres.${condition.name}` : 'postgres.sql_error',
    message: condition ? server.message : `${server.message} (SQLSTATE ${server.code})`,
    why: unique([
      sentence(reason),
      server.detail,
      server.hint === fix ? undefined : server.hint,
      excerpt(server, sql),
      server.where,
    ]).join('\n'),
    fix,
    cause: error,
  });
}

/** The marked place: of a statement inside a function when there is one, else of the statement sent. */
function excerpt(server: ServerError, sql: string | undefined): string | undefined {
  if (server.internalQuery !== undefined && server.internalPosition !== undefined) {
    return caretExcerpt(server.internalQuery, server.internalPosition);
  }
  if (sql === undefined || server.position === undefined) return undefined;
  return caretExcerpt(sql, server.position);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function unique(parts: readonly (string | undefined)[]): string[] {
  return [...new Set(parts.filter((part): part is string => part !== undefined && part !== ''))];
}
