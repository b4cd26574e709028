import type { QueryResult } from 'pg';
import { RlsError } from '../rls-error.ts';
import type { ScopedConnection } from './connection.ts';
import type { ScopeStatements, Statement } from './statement.ts';

/** A transaction of several round trips. BEGIN and the scope go with its first statements; without any there is none. */
export class Transaction {
  readonly #connection: ScopedConnection;
  readonly #opening: readonly Statement[];
  #begun = false;
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
    const opening = this.#begun ? [] : this.#opening;
    this.#begun = true;
    return this.#connection.send(opening, statements);
  }

  /** @throws RlsError `rls.transaction_aborted` */
  async commit(): Promise<void> {
    if ((await this.#end('COMMIT')) !== 'ROLLBACK') return;
    throw new RlsError('rls.transaction_aborted', {
      why: 'A statement of the session had failed, and its error was caught inside the function: PostgreSQL had already undone all.',
      fix: 'Let the error leave the function, or look first whether the statement can succeed.',
    });
  }

  async rollback(): Promise<void> {
    await this.#end('ROLLBACK');
  }

  /** What PostgreSQL did: a COMMIT after an error is answered with ROLLBACK. */
  async #end(command: string): Promise<string | undefined> {
    this.#ended = true;
    if (!this.#begun) return undefined;
    const result: QueryResult = await this.#connection.query(command);
    return result.command;
  }
}
