import type { ScopeStatements, Statement } from './statement.ts';

let unlike = 0;

/** A scope that somebody works in. */
export class EnteredScope {
  readonly statements: ScopeStatements;
  #key: string | undefined;

  constructor(statements: ScopeStatements) {
    this.statements = statements;
  }

  /** Two scopes have one key only where both are set by the same statements with the same values: they are one. */
  get key(): string {
    this.#key ??= this.statements.every(isPlain)
      ? JSON.stringify(this.statements.map(({ text, values }) => [text, values]))
      : `${(unlike += 1)}`;
    return this.#key;
  }
}

/** Whether different values of a statement are written differently: a float, a date or an object may not be. */
function isPlain({ values = [] }: Statement): boolean {
  return values.every(
    (value) =>
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      Number.isSafeInteger(value),
  );
}
