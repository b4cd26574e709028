import type { CommunityTransaction, ForumClient } from '@agora/db';
import { retryOnSerializationFailure } from '@agora/postgres';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import type { Config } from '../config.ts';
import { admitTokenSql } from './admit-token.sql.ts';
import { Batch, type Fields } from './batch.ts';
import { OpenForum } from './forum.ts';
import { queryChannel } from './query-channel.ts';
import { Runner, type Scope } from './runner.ts';
import { setCommunitySql } from './set-community.sql.ts';
import type { SqlCall } from './sql.ts';

/**
 * Milliseconds after which a connection that nobody needed is closed. A new one costs more than its login: its session
 * reads the catalogue and plans each statement anew. With pg's ten seconds, connections beyond the few that a steady load
 * needs were closed and opened all the time, and each time several came at once others waited for up to 130 ms.
 */
const idleMs = 600_000;

/**
 * The API's way to PostgreSQL: statements that answer JSON in one round trip for what is hot, Prisma inside a
 * transaction for the rest. Both run under the configured role, bound by row-level security, and see one community.
 */
export class Database extends Runner {
  readonly #pool: Pool;
  readonly #settings: Config['database'];
  #prisma: Promise<ForumClient> | undefined;

  /** Connects to nothing yet. */
  constructor(settings: Config['database']) {
    super();
    this.#settings = settings;
    this.#pool = new Pool({
      connectionString: settings.url,
      max: settings.poolSize,
      connectionTimeoutMillis: settings.connectTimeoutMs,
      idleTimeoutMillis: idleMs,
      // Or a firewall forgets an idle connection, and the next request waits for an answer that never comes.
      keepAlive: true,
      keepAliveInitialDelayMillis: 60_000,
      application_name: 'agora-api',
      // Every statement is prepared, and its text varies where its plan would: planning a page anew for each request's
      // values costs twice what running it does.
      options: `-c role=${settings.role} -c TimeZone=UTC -c plan_cache_mode=force_generic_plan -c statement_timeout=${settings.statementTimeoutMs}`,
    });
    // An idle connection that the server closes is replaced by the pool; whoever queries next sees the fault.
    this.#pool.on('error', () => undefined);
    // So does one in use; without a listener of its own its loss would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** The forum in a scope. */
  for(scope: Scope): OpenForum {
    return new OpenForum(this, scope);
  }

  /** A transaction of several round trips on one connection, for what must look before it goes on. */
  session<T>(use: (session: Runner) => Promise<T>): Promise<T> {
    return retryOnSerializationFailure(() =>
      this.#withConnection(async (client) => {
        await client.query('BEGIN');
        try {
          const result = await use(new Session(client));
          await client.query('COMMIT');
          return result;
        } catch (error) {
          // On a lost connection this fails as well, and what was thrown first says more.
          await client.query('ROLLBACK').catch(() => undefined);
          throw error;
        }
      }),
    );
  }

  /** A transaction with Prisma; run again when PostgreSQL could not serialise it. */
  async transaction<T>(
    scope: NonNullable<Scope>,
    use: (transaction: CommunityTransaction) => Promise<T>,
  ): Promise<T> {
    const { withCommunity } = await import('@agora/db');
    const { connectTimeoutMs: maxWaitMs, statementTimeoutMs: timeoutMs } = this.#settings;
    const patience = { maxWaitMs, timeoutMs };
    if (typeof scope === 'string') return withCommunity(await this.#client(), scope, use, patience);
    const { communityId, userId, tokenVersion, sessionId } = scope;
    const admitted = async (transaction: CommunityTransaction) => {
      const { values } = admitTokenSql({ communityId, userId, tokenVersion, sessionId });
      await transaction.$queryRawUnsafe(admitTokenSql.text, ...values);
      return use(transaction);
    };
    return withCommunity(await this.#client(), communityId, admitted, patience);
  }

  /** Connections: open, idle, and requests that wait for one. */
  get pool(): { total: number; idle: number; waiting: number } {
    return { total: this.#pool.totalCount, idle: this.#pool.idleCount, waiting: this.#pool.waitingCount };
  }

  /** Waits for the connections in use, then closes all. */
  async close(): Promise<void> {
    await this.#pool.end();
    if (this.#prisma !== undefined) await (await this.#prisma).$disconnect();
  }

  /** A batch is a transaction, so a deadlock or a serialization failure simply runs it again. */
  protected override submit(scope: Scope, calls: readonly SqlCall<unknown>[]): Promise<Fields[][]> {
    const work = () =>
      retryOnSerializationFailure(() => this.#withConnection((client) => send(client, scope, calls)), {
        baseDelayMs: 10,
        maxDelayMs: 500,
      });
    if (!queryChannel.start.hasSubscribers) return work();
    return queryChannel.tracePromise(work, {
      database: this,
      statements: calls.map(({ sql }) => sql.name),
    });
  }

  async #withConnection<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken = false;
    try {
      return await use(client);
    } catch (error) {
      // What the server refuses, or the API, leaves the connection whole; a fault of the connection does not.
      broken = error instanceof DatabaseError ? error.severity !== 'ERROR' : isConnectionFault(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Loaded when first needed: the client is large, and reading the forum does without it. */
  #client(): Promise<ForumClient> {
    const url = new URL(this.#settings.url);
    url.searchParams.set('options', `-c role=${this.#settings.role} -c TimeZone=UTC`);
    this.#prisma ??= import('@agora/db').then(({ createClient }) =>
      createClient(url.href, {
        maxConnections: Math.max(2, Math.floor(this.#settings.poolSize / 2)),
        applicationName: 'agora-api-prisma',
        statementTimeoutMs: this.#settings.statementTimeoutMs,
      }),
    );
    return this.#prisma;
  }
}

/** Batches inside a transaction that is already open. */
class Session extends Runner {
  readonly #client: PoolClient;

  constructor(client: PoolClient) {
    super();
    this.#client = client;
  }

  protected override submit(scope: Scope, calls: readonly SqlCall<unknown>[]): Promise<Fields[][]> {
    return send(this.#client, scope, calls);
  }
}

async function send(
  client: PoolClient,
  scope: Scope,
  calls: readonly SqlCall<unknown>[],
): Promise<Fields[][]> {
  const ahead = preamble(scope);
  const batch = new Batch([...ahead, ...calls]);
  client.query(batch);
  return (await batch.rows).slice(ahead.length);
}

/** What comes before the statements of a scope, in the same transaction and the same write. */
function preamble(scope: Scope): readonly SqlCall<unknown>[] {
  if (scope === undefined) return [];
  if (typeof scope === 'string') return [setCommunitySql({ communityId: scope })];
  return [setCommunitySql(scope), admitTokenSql(scope)];
}

/** Whether an error that is not the server's comes from the connection: pg and Node give those no class of their own. */
function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const { code } = error as NodeJS.ErrnoException;
  return /^(E[A-Z]+|ERR_[A-Z_]+)$/.test(code ?? '') || /^(Connection terminated|Client )/.test(error.message);
}
