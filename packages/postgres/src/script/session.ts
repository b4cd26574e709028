import type { Client } from '../connection/connection.ts';
import { type Statement, statementTokens } from './text/statements.ts';

/**
 * SQL that puts a session back to its start, so that nothing which one script has left in it reaches the next: role,
 * settings, temporary tables, prepared statements, open cursors. It is DISCARD ALL but for the advisory locks, which
 * hold off other runners; and, other than that, it may stand among other statements.
 * @param settings SQL that comes after, such as `SET search_path = "app"`
 */
export function resetSql(settings: readonly string[] = []): string {
  return [
    'RESET SESSION AUTHORIZATION',
    'RESET ROLE',
    'RESET ALL',
    'CLOSE ALL',
    'DEALLOCATE ALL',
    'UNLISTEN *',
    'DISCARD TEMP',
    'DISCARD SEQUENCES',
    ...settings,
  ].join('; ');
}

/** Puts a session back to its start: see {@link resetSql}. */
export async function resetSession(client: Client, settings: readonly string[] = []): Promise<void> {
  await client.query(resetSql(settings));
}

/** Whether a script may go on as another role, so that what is recorded with it needs the first one again. */
export function mayChangeRole(sql: string): boolean {
  return /\b(?:role|authorization)\b/i.test(sql);
}

const definitions = new Set(['create', 'alter', 'drop', 'comment', 'grant', 'revoke']);

/**
 * Whether a script may have left something in the session. Definitions alone do not: they run no functions that
 * could, unless they read rows (CREATE TABLE AS) or run a script (CREATE EXTENSION), or define something temporary.
 */
export function mayChangeSession(statements: readonly Statement[]): boolean {
  return statements.some(({ text }) => {
    const tokens = statementTokens(text);
    return (
      !definitions.has(tokens[0] ?? '') ||
      tokens[1] === 'extension' ||
      tokens[1] === 'materialized' ||
      tokens.includes('temp') ||
      tokens.includes('temporary') ||
      /\bas\s+(?:select|table|values|with|execute)\b/i.test(text)
    );
  });
}
