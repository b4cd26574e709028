import type { QueryResult } from 'pg';
import { RlsError } from '../rls-error.ts';
import type { ScopedConnection } from './connection.ts';
import type { ScopeStatements, Statement } from './statement.ts';

/** A transaction of several round trips. BEGIN and the scope go with its first statements; without any there is none. */
export class Transaction {
  readonly #connection: ScopedConnection;
  readonly #opening: readonly Statement[];
  /** What came of the first statements, and of BEGIN with them. */
  #first: Promise<QueryResult[]> | undefined;
  #ended = false;

  /** @param isolationLevel the server's default unless given */
  constructor(connection: ScopedConnection, scope: ScopeStatements, isolationLevel: string | undefined) {
    this.#connection = connection;
    this.#opening = [
      { text: isolationLevel === undefined ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolationLevel}` },
      ...scope,
    ];
  }

  /** @throws RlsError `rls.session_ended` */
  async send(statements: readonly Statement[]): Promise<QueryResult[]> {
    if (this.#ended) {
      throw new RlsError('rls.session_ended', {
        why: 'The function that the session was given to has returned, so its transaction is over.',
        fix: 'Await everything that uses the session before the function returns.',
      });
    }
    if (this.#first === undefined) {
      this.#first = this.#connection.send(this.#opening, statements);
      return this.#first;
    }
    await this.#first;
    return this.#connection.send([], statements);
  }

  /** @throws RlsError `rls.transaction_aborted` */
  async commit(): Promise<void> {
    this.#ended = true;
    if (this.#first === undefined) return;
    const begun = await this.#first.then(
      () => true,
      () => false,
    );
    // PostgreSQL answers a COMMIT after an error with ROLLBACK.
    if (begun && (await this.#connection.query('COMMIT')).command === 'COMMIT') return;
    throw new RlsError('rls.transaction_aborted', {
      why: 'A statement of the session had failed, and its error was caught inside the function: PostgreSQL had already undone all.',
      fix: 'Let the error leave the function, or look first whether the statement can succeed.',
    });
  }

  async rollback(): Promise<void> {
    this.#ended = true;
    if (this.#first !== undefined) await this.#connection.query('ROLLBACK');
  }
}
