import type { Runnable, Runner, Scope } from './runner.ts';

type Rows<Calls extends readonly Runnable<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends Runnable<infer Row> ? Row[] : never;
};

/** The forum as one asker sees it: whatever is asked of it runs in their scope. */
export class Forum {
  readonly #runner: Runner;
  readonly #scope: Scope;

  constructor(runner: Runner, scope: Scope) {
    this.#runner = runner;
    this.#scope = scope;
  }

  /**
   * Runs statements together, in one round trip: all of them take effect or none.
   * @returns the rows of each
   * @throws DatabaseError SQLSTATE AG001 or AG002 when the viewer's token has ended or the account is suspended
   */
  run<const Calls extends readonly Runnable<unknown>[]>(...calls: Calls): Promise<Rows<Calls>> {
    return this.#runner.run(this.#scope, ...calls);
  }

  /** The first row of one statement, or undefined. */
  one<Row>(call: Runnable<Row>): Promise<Row | undefined> {
    return this.#runner.one(this.#scope, call);
  }
}

/** Opens transactions. */
export interface Sessions {
  session<T>(use: (session: Runner) => Promise<T>): Promise<T>;
}

/** {@link Forum} outside a transaction. */
export class OpenForum extends Forum {
  readonly #database: Sessions;
  readonly #scope: Scope;

  constructor(database: Runner & Sessions, scope: Scope) {
    super(database, scope);
    this.#database = database;
    this.#scope = scope;
  }

  /**
   * A transaction of several round trips, for what must look before it goes on.
   * @param use what it throws undoes all; may be run again, so it has no effect outside the database
   */
  transaction<T>(use: (forum: Forum) => Promise<T>): Promise<T> {
    return this.#database.session((session) => use(new Forum(session, this.#scope)));
  }
}
