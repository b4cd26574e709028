import { splitStatements, statementTokens } from '@agora/postgres';

import type { Piece } from './helper-tables.ts';

/** Settings that bound how long a script waits, or what it says, and change nothing of what it does. */
const HARMLESS: ReadonlySet<string> = new Set([
  'lock_timeout',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
  'transaction_timeout',
  'client_min_messages',
]);

interface TimeOuts {
  /** The statements that set them, as they stand there. */
  readonly statements: readonly string[];
  /** What is to be taken out of the script for them. */
  readonly pieces: readonly Piece[];
}

/** Time-outs that a script sets before all else and takes back after all else: each of its parts may set them itself. */
export function timeOutsOf(sql: string): TimeOuts {
  const statements = splitStatements(sql);
  const first = statements.findIndex(({ text }) => setting(text)?.isReset !== false);
  const set = statements.slice(0, first === -1 ? statements.length : first);
  const names = new Set(set.map(({ text }) => setting(text)?.name));
  const rest = statements.slice(set.length);
  const last = rest.findLastIndex(({ text }) => {
    const found = setting(text);
    return found?.isReset !== true || !names.has(found.name);
  });
  const pieces = [...set, ...rest.slice(last + 1)].map(({ offset, text }) => {
    const end = offset + text.length;
    return { start: offset, end: end + (/^\s*;[ \t]*\n?/.exec(sql.slice(end))?.[0].length ?? 0), text: '' };
  });
  return { statements: set.map(({ text }) => `${text};`), pieces };
}

function setting(text: string): { readonly name: string; readonly isReset: boolean } | undefined {
  const [verb, ...words] = statementTokens(text);
  const [name, sign, value] = words.filter((word) => word !== 'local' && word !== 'session');
  if (name === undefined || !HARMLESS.has(name)) return undefined;
  if (verb === 'reset') return { name, isReset: true };
  if (verb !== 'set' || (sign !== '=' && sign !== 'to')) return undefined;
  return { name, isReset: value === 'default' };
}
