import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseError, Pool, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import { answer } from './callback.ts';
import { ScopedConnection, statementOf } from './connection.ts';
import { Transaction } from './transaction.ts';
import type { EnteredScope } from './scope.ts';
import {
  asOptions,
  type ConnectionOptions,
  type ScopeStatements,
  setAllLocal,
  type Settings,
  type Statement,
} from './statement.ts';

/**
 * pg's pool with scopes: what is sent through it inside {@link inScope} runs in that scope, in the same round trip.
 * Outside nothing is set, and policies show nothing.
 */
export class ScopedPool extends Pool {
  readonly #entered = new AsyncLocalStorage<EnteredScope | undefined>();

  readonly #open = new Set<PoolClient>();
  #abandoned = false;
  /** What comes before every query: the settings, where a pooler stands between; else the sessions have them. */
  readonly outside: ScopeStatements;

  constructor({
    settings = {},
    ...config
  }: PoolConfig & ConnectionOptions & { readonly settings?: Settings }) {
    const pooled = config.pooler !== undefined;
    const options = [config.options ?? '', pooled ? '' : asOptions(settings)].join(' ').trim();
    super({ ...config, options, Client: ScopedConnection });
    this.outside = pooled ? setAllLocal(settings) : [];
    // An idle connection that the server closes is replaced by the pool; whoever queries next sees the fault.
    this.on('error', () => undefined);
    this.on('connect', (client) => {
      this.#open.add(client);
      if (this.#abandoned) cut(client);
      // So does one in use; without a listener of its own its loss would end the process.
      client.on('error', () => undefined);
    });
    this.on('remove', (client) => this.#open.delete(client));
  }

  /**
   * Closes it at once: what is under way fails as on a connection that is lost, and so does what waits for one or is just
   * opening it.
   */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    for (const { callback } of waitingFor(this).splice(0)) callback(new Error('The pool was closed.'));
    const ended = this.end();
    for (const client of this.#open) cut(client);
    await ended;
  }

  get #scope(): ScopeStatements {
    return this.#entered.getStore()?.statements ?? this.outside;
  }

  /** Runs `use`, and whatever it starts, in a scope, or in none. */
  inScope<T, Parameters extends unknown[]>(
    scope: EnteredScope | undefined,
    use: (...parameters: Parameters) => T,
    ...parameters: Parameters
  ): T {
    return this.#entered.run(scope, use, ...parameters);
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

  /** As pg's; what is named, or needs the scope, goes through {@link send}. */
  // oxlint-disable-next-line typescript/no-explicit-any -- pg's overloads, all of which it serves
  override query(...given: any[]): any {
    const statement = statementOf(given);
    const scope = this.#scope;
    if (scope.length === 0 && statement.name === undefined) return super.query(given[0], given[1], given[2]);
    return answer(
      this.send(scope, [statement]).then(([result]) => result),
      given,
    );
  }

  /** Sends statements together on a connection of the pool, which is given up only when it is broken. */
  send(scope: ScopeStatements, statements: readonly Statement[]): Promise<QueryResult[]> {
    return new Promise((resolve, reject) => {
      super.connect((refused, client, release) => {
        if (client === undefined) {
          reject(refused);
          return;
        }
        const connection = asScoped(client);
        connection.pipe(scope, statements, (error, results = []) => {
          release(isBroken(error) || connection.getTransactionStatus() !== 'I');
          if (error === undefined) resolve(results);
          else reject(error);
        });
      });
    });
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
    const connection = lend(await super.connect(), []);
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
}

/** Gives a connection the scope of whoever takes it, and sees to it that no transaction outlives the loan. */
function lend(client: PoolClient, scope: ScopeStatements): PoolClient & ScopedConnection {
  const connection = asScoped(client);
  const release = client.release.bind(client);
  connection.scope = scope;
  connection.release = (fault) => release(fault || connection.getTransactionStatus() !== 'I');
  return connection;
}

function asScoped(client: PoolClient): PoolClient & ScopedConnection {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pool makes no others
  return client as PoolClient & ScopedConnection;
}

function cut(client: PoolClient): void {
  asScoped(client).connection.stream.destroy();
}

/** Whoever waits for a connection; pg's `end` would leave them waiting. */
function waitingFor(pool: Pool): { readonly callback: (refused: Error) => void }[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg's own list
  return Reflect.get(pool, '_pendingQueue') as { readonly callback: (refused: Error) => void }[];
}

/** What the server refuses leaves the connection whole; anything else may have left an answer on its way. */
function isBroken(error: Error | undefined): boolean {
  return error !== undefined && !(error instanceof DatabaseError && error.severity === 'ERROR');
}
