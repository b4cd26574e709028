import type { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolConfig, QueryResult } from 'pg';
import { type AdapterOptions, adapterOn } from './prisma/adapter.ts';
import { separateScopes } from './prisma/batching.ts';
import { clientInScope, type InScope } from './prisma/scoped-client.ts';
import { EnteredScope } from './wire/scope.ts';
import { ScopedPool } from './wire/scoped-pool.ts';
import type { ConnectionOptions, ScopeStatements, Settings, Statement } from './wire/statement.ts';

/** How connections are made, as pg's pool takes it, and what sets a scope. */
export interface RlsOptions<Scope> extends PoolConfig, ConnectionOptions {
  /**
   * The statements that set a scope, such as {@link setLocal}. They run before the query, in its transaction: whatever
   * they set must be local to it, and when one raises, the query fails with that error and does nothing.
   */
  readonly scope: (scope: Scope) => ScopeStatements;
  /** For Prisma's adapter: the schema of the tables, listeners, a parser of types. */
  readonly adapter?: AdapterOptions;
  /** What every query runs under, in a scope or none, such as the role that policies bind: `{ role: 'app' }`. */
  readonly settings?: Settings;
}

/** Rows of each statement, with their count, in the order of the statements. */
export type Results<Statements extends readonly Statement[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends Statement<infer Row>
    ? QueryResult<Row>
    : QueryResult;
};

/** A transaction that is open, in its scope. */
export interface Session {
  /** Sends statements together, in one round trip; see {@link Rls.run}. */
  run<const Statements extends readonly Statement[]>(...statements: Statements): Promise<Results<Statements>>;
}

/** How a transaction differs from the server's default. */
export interface TransactionOptions {
  readonly isolationLevel?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
}

/** A Prisma Client that has to be asked for a scope. */
export interface ScopedClients<Client, Scope> {
  /** The client in a scope; keep it for as long as the scope is the same, such as a request. */
  for(scope: Scope): InScope<Client>;
}

/**
 * One pool under row-level security, for Prisma Client and for plain statements: each query takes its scope along in the
 * same round trip. Connects to nothing before the first query; `end()` closes it.
 */
export class Rls<Scope> {
  /** For `new PrismaClient({ adapter })`. Its `$disconnect` leaves the pool open. */
  readonly adapter: PrismaPg;
  readonly #pool: ScopedPool;
  readonly #statementsOf: (scope: Scope) => ScopeStatements;

  /** @throws RlsError `rls.two_copies_of_pg` */
  constructor({ scope, adapter, ...config }: RlsOptions<Scope>) {
    this.#statementsOf = scope;
    this.#pool = new ScopedPool(config);
    this.adapter = adapterOn(this.#pool, adapter);
  }

  /** The pool, for its counts and events. What is sent through it by hand has no scope. */
  get pool(): Pool {
    return this.#pool;
  }

  /**
   * Gives a Prisma Client scopes.
   * @param client made with this {@link adapter}
   * @throws RlsError `rls.foreign_client`, `rls.unsupported_client`
   */
  scoped<Client extends object>(client: Client): ScopedClients<Client, Scope> {
    separateScopes(client, this.#pool, this.adapter);
    return { for: (scope) => clientInScope(client, this.#pool, new EnteredScope(this.#scopeOf(scope))) };
  }

  /**
   * Sends statements together in a scope, in one round trip: all of them take effect or none.
   * @param scope `undefined`: in none, so that policies show nothing
   * @returns the result of each
   * @throws pg.DatabaseError of the first that fails, those that set the scope included
   */
  async run<const Statements extends readonly Statement[]>(
    scope: Scope | undefined,
    ...statements: Statements
  ): Promise<Results<Statements>> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statements promise their rows
    return (await this.#pool.send(this.#scopeOf(scope), statements)) as Results<Statements>;
  }

  /**
   * A transaction of several round trips, for what must look before it goes on; its scope is set once. What the function
   * throws undoes it. Nothing is run again: a deadlock or a serialization failure (40P01, 40001) is the caller's to repeat.
   * @param scope as in {@link run}
   */
  transaction<T>(
    scope: Scope | undefined,
    use: (session: Session) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    return this.#pool.withTransaction(this.#scopeOf(scope), options.isolationLevel, (transaction) =>
      use({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
        run: async (...statements) => (await transaction.send(statements)) as Results<typeof statements>,
      }),
    );
  }

  /** Waits for the connections in use, then closes all. */
  end(): Promise<void> {
    return this.#pool.end();
  }

  /** Closes all at once, as when their server is gone: what is under way fails. */
  abandon(): Promise<void> {
    return this.#pool.abandon();
  }

  #scopeOf(scope: Scope | undefined): ScopeStatements {
    const { outside } = this.#pool;
    return scope === undefined ? outside : [...outside, ...this.#statementsOf(scope)];
  }
}
