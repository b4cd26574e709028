import type { CommunityTransaction, ForumClient } from '@agora/db';
import type { InScope } from '@agora/rls';
import type { Rows, Runner, Scope } from './runner.ts';
import type { SqlCall } from '@agora/db/sql';

/** Statements in a scope. */
export class Statements {
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
  run<const Calls extends readonly SqlCall<object>[]>(...calls: Calls): Promise<Rows<Calls>> {
    return this.#runner.run(this.#scope, ...calls);
  }

  /** The first row of one statement, or undefined. */
  one<Row extends object>(call: SqlCall<Row>): Promise<Row | undefined> {
    return this.#runner.one(this.#scope, call);
  }
}

/** Runs a statement of a `.sql` file in a transaction of Prisma's, such as one that locks; JSON columns come parsed. */
export type RunInPrisma = <Row extends object>(call: SqlCall<Row>) => Promise<Row[]>;

/** What is done in a transaction of Prisma's. */
export type PrismaWork<T> = (transaction: CommunityTransaction, run: RunInPrisma) => Promise<T>;

/** The forum as one asker sees it: whatever is asked of it runs in their scope. */
export class Forum extends Statements {
  readonly #database: ForumDatabase;
  readonly #scope: Scope;
  #prisma: InScope<ForumClient> | undefined;

  constructor(database: ForumDatabase, scope: Scope) {
    super(database, scope);
    this.#database = database;
    this.#scope = scope;
  }

  /** Prisma Client in the scope, one round trip a query. */
  get prisma(): InScope<ForumClient> {
    this.#prisma ??= this.#database.prismaIn(this.#scope);
    return this.#prisma;
  }

  /**
   * A transaction of several round trips of statements, for what must look before it goes on.
   * @param use what it throws undoes all; may be run again, so it has no effect outside the database
   */
  transaction<T>(use: (statements: Statements) => Promise<T>): Promise<T> {
    return this.#database.session(this.#scope, (session) => use(new Statements(session, this.#scope)));
  }

  /** The same with Prisma. */
  prismaTransaction<T>(use: PrismaWork<T>): Promise<T> {
    return this.#database.prismaTransaction(this.prisma, use);
  }
}

/** What a forum is asked of. */
export interface ForumDatabase extends Runner {
  prismaIn(scope: Scope): InScope<ForumClient>;
  session<T>(scope: Scope, use: (session: Runner) => Promise<T>): Promise<T>;
  prismaTransaction<T>(prisma: InScope<ForumClient>, use: PrismaWork<T>): Promise<T>;
}
