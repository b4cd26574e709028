import type { Statement } from './text/statements.ts';

/** A script that failed. Its cause is the server's error, with the position counted in the whole script. */
export class ScriptFailure extends Error {
  /** The statement that failed; undefined when a transaction could not be begun or committed. */
  readonly statement: Statement | undefined;
  /** How many statements of the script are committed, and so stay, and how many it has. */
  readonly committed: number;
  readonly total: number;

  constructor(
    error: unknown,
    at: { readonly statement?: Statement | undefined; readonly committed: number; readonly total: number },
  ) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
    this.name = 'ScriptFailure';
    this.statement = at.statement;
    this.committed = at.committed;
    this.total = at.total;
  }
}

/**
 * The server's error with its position counted from the beginning of the script; where it gave none, that of the
 * statement. Any other error as it is.
 * @param sql the whole script
 */
export function inScript(error: unknown, sql: string, statement: Statement): unknown {
  if (!(error instanceof Error) || !('severity' in error)) return error;
  const position = 'position' in error ? Number(error.position) : Number.NaN;
  // The server counts characters, from 1, and JavaScript the halves of some.
  const before = Array.from(sql.slice(0, statement.offset)).length;
  const placed = before + (Number.isInteger(position) ? position : 1);
  return Object.assign(new Error(error.message), error, { position: String(placed) });
}

/** The same of an error in SQL that ran in the place of a statement: a position in that SQL says nothing here. */
export function atStatement(error: unknown, sql: string, statement: Statement): unknown {
  if (!(error instanceof Error) || !('severity' in error)) return error;
  return inScript(Object.assign(new Error(error.message), error, { position: '1' }), sql, statement);
}
