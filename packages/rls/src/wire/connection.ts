import { Client, type ClientConfig, type QueryResult, type Submittable } from 'pg';
import { answer } from './callback.ts';
import { type Done, Pipeline } from './pipeline.ts';
import type { ConnectionOptions, ScopeStatements, Pooler, Statement } from './statement.ts';

/** Statements that a scope may not come before, in a transaction that has just begun. */
const beforeScope = /^\s*(?:SET\s+TRANSACTION|COMMIT|ROLLBACK\s*;?\s*$)/i;
const begin = /^\s*(?:BEGIN|START\s+TRANSACTION)\b/i;

/**
 * pg's client with a scope: whoever took the connection from the pool inside one sees all that he sends run in it. What
 * runs outside a transaction takes the scope along, each time; a transaction is given it once, with its first statement.
 */
export class ScopedConnection extends Client {
  /** Set for as long as the connection is taken. */
  scope: ScopeStatements = [];
  readonly #pooler: Pooler | undefined;
  readonly #opensTransactions: boolean;
  /** Whether the transaction that is open still waits for its scope. */
  #due = false;

  constructor(config: ClientConfig & ConnectionOptions = {}) {
    super(config);
    this.#pooler = config.pooler;
    this.#opensTransactions = config.opensTransactions === true;
  }

  /**
   * Sends statements together.
   * @param scope runs first, in the same transaction
   */
  pipe(scope: ScopeStatements, statements: readonly Statement[], done: Done): void {
    const [first] = scope;
    if (this.#opensTransactions && first !== undefined && !begin.test(first.text) && this.#isOutside)
      this.#pipeInTransaction(scope, statements, done);
    else this.#pipe(scope, statements, done);
  }

  #pipe(scope: ScopeStatements, statements: readonly Statement[], done: Done): void {
    super.query(new Pipeline({ scope, statements, types: this, pooler: this.#pooler, done }));
  }

  /** Still one round trip; one more, to end the transaction, where a statement fails. */
  #pipeInTransaction(scope: ScopeStatements, statements: readonly Statement[], done: Done): void {
    this.#pipe([{ text: 'BEGIN' }, ...scope], [...statements, { text: 'COMMIT' }], (error, results) => {
      if (error === undefined) done(undefined, results?.slice(0, -1));
      // On a lost connection this fails as well, and what was thrown first says more.
      else super.query('ROLLBACK', () => done(error));
    });
  }

  /** The same, as a promise. */
  send(scope: ScopeStatements, statements: readonly Statement[]): Promise<QueryResult[]> {
    return new Promise((resolve, reject) => {
      this.pipe(scope, statements, (error, results = []) => {
        if (error === undefined) resolve(results);
        else reject(error);
      });
    });
  }

  /** As pg's; what is named, or needs the scope, goes through {@link send}. */
  // oxlint-disable-next-line typescript/no-explicit-any -- pg's overloads, all of which it serves
  override query(...given: unknown[]): any {
    const [first] = given;
    if (isSubmittable(first)) return super.query(first);
    const statement = statementOf(given);
    const scope = this.#scopeBefore(statement.text);
    if (scope.length === 0 && statement.name === undefined) return answer(super.query(statement), given);
    const sent = this.send(scope, [statement]).then(([result]) => {
      if (scope.length > 0 && !this.#isOutside) this.#due = false;
      return result;
    });
    return answer(sent, given);
  }

  /** Whether no transaction is open. pg lends a new connection before it has noted the server's first word of that: null. */
  get #isOutside(): boolean {
    const status = this.getTransactionStatus();
    return status === 'I' || status === null;
  }

  #scopeBefore(text: string): ScopeStatements {
    if (this.#isOutside) {
      this.#due = begin.test(text);
      return this.#due ? [] : this.scope;
    }
    return this.#due && !beforeScope.test(text) ? this.scope : [];
  }
}

function isSubmittable(given: unknown): given is Submittable {
  return typeof given === 'object' && given !== null && 'submit' in given;
}

/** What pg's query was given, in one shape: a text or a statement, and perhaps its values. */
export function statementOf([first, values]: readonly unknown[]): Statement & { values?: unknown[] } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of the two, by pg's overloads
  const given = first as string | (Statement & { values?: unknown[] });
  const statement = typeof given === 'string' ? { text: given } : given;
  return Array.isArray(values) ? { ...statement, values } : statement;
}
