import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseError, Pool, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import { answer } from './callback.ts';
import { ScopedConnection, statementOf } from './connection.ts';
import { Transaction } from './transaction.ts';
import type { ScopeStatements, Statement } from './statement.ts';

/** A scope that somebody entered: its statements, under an identity of its own. */
export interface EnteredScope {
  readonly statements: ScopeStatements;
}

const none: ScopeStatements = [];

/**
 * pg's pool with scopes: what is sent through it inside {@link inScope} runs in that scope, in the same round trip.
 * Outside nothing is set, and policies show nothing.
 */
export class ScopedPool extends Pool {
  readonly #entered = new AsyncLocalStorage<EnteredScope | undefined>();

  constructor(config: PoolConfig) {
    super({ ...config, Client: ScopedConnection });
    // An idle connection that the server closes is replaced by the pool; whoever queries next sees the fault.
    this.on('error', () => undefined);
    // So does one in use; without a listener of its own its loss would end the process.
    this.on('connect', (client) => client.on('error', () => undefined));
  }

  get #scope(): ScopeStatements {
    return this.#entered.getStore()?.statements ?? none;
  }

  /** Runs `use`, and whatever it starts, in a scope, or in none. */
  inScope<T>(scope: EnteredScope | undefined, use: () => T): T {
    return this.#entered.run(scope, use);
  }

  /** The scope around the caller. */
  get scope(): EnteredScope | undefined {
    return this.#entered.getStore();
  }

  /** Lends a connection, which keeps the scope that it was taken in until it is released. */
  // oxlint-disable-next-line typescript/no-explicit-any -- pg's overloads, both of which it serves
  override connect(...given: unknown[]): any {
    const scope = this.#scope;
    return answer(
      super.connect().then((client) => lend(client, scope)),
      given,
    );
  }

  /** As pg's; a connection is only given up when it is broken, not with each error of a statement. */
  // oxlint-disable-next-line typescript/no-explicit-any -- pg's overloads, all of which it serves
  override query(...given: unknown[]): any {
    const scope = this.#scope;
    const statement = statementOf(given);
    return answer(
      this.withConnection<QueryResult>((connection) => {
        connection.scope = scope;
        return connection.query(statement);
      }),
      given,
    );
  }

  /** Sends statements together on a connection of the pool. */
  send(scope: ScopeStatements, statements: readonly Statement[]): Promise<QueryResult[]> {
    return this.withConnection((connection) => connection.send(scope, statements));
  }

  /**
   * A transaction on a connection of the pool; what `use` throws undoes it.
   * @param isolationLevel the server's default unless given
   */
  async withTransaction<T>(
    scope: ScopeStatements,
    isolationLevel: string | undefined,
    use: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#take();
    const transaction = new Transaction(connection, scope, isolationLevel);
    let whole = true;
    try {
      const result = await use(transaction);
      await transaction.commit();
      return result;
    } catch (error) {
      // On a lost connection this fails as well, and what was thrown first says more.
      whole = await transaction.rollback().then(
        () => true,
        () => false,
      );
      throw error;
    } finally {
      connection.release(!whole);
    }
  }

  /** Lends a connection for as long as `use` takes. */
  async withConnection<T>(use: (connection: ScopedConnection) => Promise<T>): Promise<T> {
    const connection = await this.#take();
    let fault = false;
    try {
      return await use(connection);
    } catch (error) {
      // What the server refuses leaves the connection whole; anything else may have left an answer on its way.
      fault = !(error instanceof DatabaseError && error.severity === 'ERROR');
      throw error;
    } finally {
      connection.release(fault);
    }
  }

  /** A connection that is told its scope with each thing that it sends. */
  async #take(): Promise<PoolClient & ScopedConnection> {
    return lend(await super.connect(), none);
  }
}

/** Gives a connection the scope of whoever takes it, and sees to it that no transaction outlives the loan. */
function lend(client: PoolClient, scope: ScopeStatements): PoolClient & ScopedConnection {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pool makes no others
  const connection = client as PoolClient & ScopedConnection;
  const release = client.release.bind(client);
  connection.scope = scope;
  connection.release = (fault) => release(fault || connection.getTransactionStatus() !== 'I');
  return connection;
}
