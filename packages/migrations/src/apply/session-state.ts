import { type Statement, statementTokens } from '@agora/postgres';

const definitions = new Set(['create', 'alter', 'drop', 'comment', 'grant', 'revoke']);

/**
 * Whether a script may have changed settings of the session. Definitions alone do not: they run no
 * functions that could, unless they read rows (CREATE TABLE AS) or run a script (CREATE EXTENSION).
 */
export function maySetSession(statements: readonly Statement[]): boolean {
  return statements.some(({ text }) => {
    const tokens = statementTokens(text);
    return (
      !definitions.has(tokens[0] ?? '') ||
      tokens[1] === 'extension' ||
      tokens[1] === 'materialized' ||
      /\bas\s+(?:select|table|values|with|execute)\b/i.test(text)
    );
  });
}
