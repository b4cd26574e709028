import { createClientOn, type ForumClient } from '@agora/db';
import {
  hostsOf,
  leadsToCitus,
  poolConfig,
  poolerOf,
  retryOnSerializationFailure,
  type RetryOptions,
} from '@agora/postgres';
import { type InScope, Rls, type ScopedClients, type Session } from '@agora/rls';
import type { Config } from '../config.ts';
import { admitTokenSql } from './scope/admit-token.sql.ts';
import { Forum, type ForumDatabase, type PrismaWork } from './forum.ts';
import { queryChannel } from './query-channel.ts';
import type { Position } from './replicas/position.ts';
import { replayedSql } from './replicas/replayed.sql.ts';
import { Runner, type Scope } from './runner.ts';
import { setCommunitySql } from './scope/set-community.sql.ts';
import type { SqlCall } from '@agora/db/sql';

/**
 * Milliseconds after which an idle connection is closed. A new one reads the catalogue and plans each statement anew. With
 * pg's ten seconds, connections beyond the few that a steady load needs came and went, and while several came at once
 * others waited for up to 130 ms.
 */
const idleMs = 600_000;

/** How the API reaches its database. */
export type DatabaseSettings = Omit<Config['database'], 'directUrl' | 'replicas'>;

/** Milliseconds beyond the server's own limit after which a replica that is silent is given up. */
const silenceMs = 1000;

/** The pool of one host, and Prisma on it. */
interface Way {
  readonly url: string;
  readonly rls: Rls<Placed>;
  readonly clients: ScopedClients<ForumClient, Placed>;
}

/** A scope, and on a replica how far that must have come. */
interface Placed {
  readonly scope: Scope;
  readonly since?: Position | undefined;
}

/**
 * The API's way to PostgreSQL: one pool, for Prisma and for the statements of `.sql` files. All of it runs under the
 * configured role, bound by row-level security, and sees one community.
 */
export class Database extends Runner implements ForumDatabase {
  readonly #settings: DatabaseSettings;
  readonly #replica: boolean;
  #way: Way;

  /**
   * Connects to nothing yet.
   * @param options.replica whether another server can answer in its stead: then one that is silent is not waited for
   */
  constructor(settings: DatabaseSettings, { replica = false }: { readonly replica?: boolean } = {}) {
    super();
    this.#settings = settings;
    this.#replica = replica;
    const [first = settings.url] = hostsOf(settings.url);
    this.#way = this.#open(first);
  }

  /**
   * Goes to another host from now on. What is asked of the one before is lost, and whoever asked is told that the
   * database does not answer.
   */
  moveTo(url: string): void {
    if (url === this.#way.url) return;
    const { rls } = this.#way;
    this.#way = this.#open(url);
    // Nobody waits for what is gone.
    rls.abandon().catch(() => undefined);
  }

  /**
   * Runs a transaction again that could not be put in an order with others. A replica gives up what stands in the way of
   * the log, under the same code, and would again: there the primary is asked in its stead.
   */
  #again<T>(attempt: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
    return this.#replica ? attempt() : retryOnSerializationFailure(attempt, options);
  }

  #open(url: string): Way {
    const settings = this.#settings;
    const rls = new Rls<Placed>({
      scope: leadsToCitus(url) ? (placed) => [allowNested, ...setScope(placed)] : setScope,
      ...poolConfig(url, {
        connectionTimeoutMillis: settings.connectTimeoutMs,
        // Or a firewall forgets an idle connection, and the next request waits for an answer that never comes.
        keepAlive: true,
        keepAliveInitialDelayMillis: 60_000,
        application_name: 'agora-api',
        ...(this.#replica && { query_timeout: settings.statementTimeoutMs + silenceMs }),
      }),
      pooler: poolerOf(url),
      opensTransactions: leadsToCitus(url),
      settings: {
        role: settings.role,
        TimeZone: 'UTC',
        // Every statement is prepared, and its text varies where its plan would: planning a page anew for each request's
        // values costs twice what running it does. Citus cannot: the shard is chosen by the value.
        plan_cache_mode: leadsToCitus(url) ? 'force_custom_plan' : 'force_generic_plan',
        statement_timeout: `${settings.statementTimeoutMs}`,
      },
      max: settings.poolSize,
      idleTimeoutMillis: idleMs,
    });
    return { url, rls, clients: rls.scoped(traced(createClientOn(rls.adapter), this)) };
  }

  /** The forum in a scope. */
  for(scope: Scope): Forum {
    return new Forum(this, scope);
  }

  /**
   * The same on a replica, with all that was written before a position.
   * @returns what fails, whatever is asked of it, where the replica has not come so far
   */
  since(position: Position, scope: Scope): Forum {
    return new Forum(new DatabaseSince(this, position), scope);
  }

  prismaIn(scope: Scope, since?: Position): InScope<ForumClient> {
    return this.#way.clients.for({ scope, since });
  }

  /**
   * A transaction of several round trips on one connection, for what must look before it goes on.
   * @param scope of the whole transaction, set once
   */
  session<T>(scope: Scope, use: (session: Runner) => Promise<T>, since?: Position): Promise<T> {
    return this.#again(() =>
      this.#way.rls.transaction({ scope, since }, (session) => use(new OpenSession(session))),
    );
  }

  /** A transaction with Prisma; run again when PostgreSQL could not serialise it. */
  prismaTransaction<T>(prisma: InScope<ForumClient>, use: PrismaWork<T>): Promise<T> {
    const patience = { maxWait: this.#settings.connectTimeoutMs, timeout: this.#settings.statementTimeoutMs };
    return this.#again(() =>
      prisma.$transaction(
        (transaction) =>
          use(transaction, <Row extends object>({ text, values }: SqlCall<Row>) =>
            transaction.$queryRawUnsafe<Row[]>(text, ...values),
          ),
        patience,
      ),
    );
  }

  /** Role that policies bind. */
  get role(): string {
    return this.#settings.role;
  }

  /** Connections: open, idle, and requests that wait for one. */
  get pool(): { total: number; idle: number; waiting: number } {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.#way.rls.pool;
    return { total, idle, waiting };
  }

  /** Waits for the connections in use, then closes all. */
  close(): Promise<void> {
    return this.#way.rls.end();
  }

  /** A batch is a transaction, so a deadlock or a serialization failure simply runs it again. */
  override submit(scope: Scope, calls: readonly SqlCall<object>[], since?: Position): Promise<object[][]> {
    const work = async () => {
      const results = await this.#again(() => this.#way.rls.run({ scope, since }, ...calls), {
        baseDelayMs: 10,
        maxDelayMs: 500,
      });
      return results.map(({ rows }) => rows);
    };
    return trace(
      this,
      calls.map(({ name }) => name),
      work,
    );
  }
}

/** A replica, asked for what has come so far. */
class DatabaseSince extends Runner implements ForumDatabase {
  readonly #database: Database;
  readonly #since: Position;

  constructor(database: Database, since: Position) {
    super();
    this.#database = database;
    this.#since = since;
  }

  prismaIn(scope: Scope): InScope<ForumClient> {
    return this.#database.prismaIn(scope, this.#since);
  }

  session<T>(scope: Scope, use: (session: Runner) => Promise<T>): Promise<T> {
    return this.#database.session(scope, use, this.#since);
  }

  prismaTransaction<T>(prisma: InScope<ForumClient>, use: PrismaWork<T>): Promise<T> {
    return this.#database.prismaTransaction(prisma, use);
  }

  protected override submit(scope: Scope, calls: readonly SqlCall<object>[]): Promise<object[][]> {
    return this.#database.submit(scope, calls, this.#since);
  }
}

/** Statements inside a transaction that is already open. */
class OpenSession extends Runner {
  readonly #session: Session;

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  /** The scope is the transaction's. */
  protected override async submit(_scope: Scope, calls: readonly SqlCall<object>[]): Promise<object[][]> {
    const results = await this.#session.run(...calls);
    return results.map(({ rows }) => rows);
  }
}

/**
 * A query that one node of a cluster answers takes the functions in it along, and Citus refuses there what they ask of tables,
 * as another node may have it. What ours ask is of the community that the query is of, and so on that node.
 */
const allowNested = { text: 'SET LOCAL citus.allow_nested_distributed_execution = on' };

/** What comes before the statements of a scope, in the same transaction and the same write. */
function setScope({ scope, since }: Placed): readonly SqlCall<object>[] {
  // Ahead of the token, too: it may be younger than the replica.
  return [...(since === undefined ? [] : [replayedSql({ position: since })]), ...setCommunity(scope)];
}

function setCommunity(scope: Scope): readonly SqlCall<object>[] {
  if (scope === undefined) return [];
  if (typeof scope === 'string') return [setCommunitySql({ communityId: scope })];
  return [setCommunitySql(scope), admitTokenSql(scope)];
}

/** Tells {@link queryChannel} of what runs. */
function trace<T>(database: Database, statements: readonly string[], work: () => Promise<T>): Promise<T> {
  return queryChannel.start.hasSubscribers
    ? queryChannel.tracePromise(work, { database, statements })
    : work();
}

/** The client, telling of its operations as `post.findMany`. */
function traced(client: ForumClient, database: Database): ForumClient {
  const extended = client.$extends({
    query: {
      $allOperations: ({ model = 'raw', operation, args, query }) =>
        trace(database, [`${model}.${operation}`], () => query(args)),
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an extension of queries changes no type
  return extended as unknown as ForumClient;
}
