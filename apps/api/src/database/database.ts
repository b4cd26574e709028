import type { CommunityTransaction, ForumClient } from '@agora/db';
import { DatabaseError, Pool } from 'pg';
import type { Config } from '../config.ts';
import { CommunityBatch } from './community-batch.ts';
import type { Call } from './statement.ts';

type Answers<Calls extends readonly Call<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends Call<infer Answer> ? Answer[] : never;
};

/**
 * The API's way to PostgreSQL: statements that answer JSON in one round trip for what is hot, Prisma inside a
 * transaction for the rest. Both run under the configured role, bound by row-level security, and see one community.
 */
export class Database {
  readonly #pool: Pool;
  readonly #settings: Config['database'];
  #prisma: Promise<ForumClient> | undefined;

  /** Connects to nothing yet. */
  constructor(settings: Config['database']) {
    this.#settings = settings;
    this.#pool = new Pool({
      connectionString: settings.url,
      max: settings.poolSize,
      connectionTimeoutMillis: 5000,
      application_name: 'agora-api',
      options: `-c role=${settings.role} -c TimeZone=UTC -c statement_timeout=${settings.statementTimeoutMs}`,
    });
    // An idle connection that the server closes is replaced by the pool; whoever queries next sees the fault.
    this.#pool.on('error', () => undefined);
  }

  /**
   * Runs statements in one transaction and one round trip.
   * @param communityId the community whose rows they see and write; undefined: none, only reference tables
   * @returns the rows of each call
   */
  async run<const Calls extends readonly Call<unknown>[]>(
    communityId: string | undefined,
    ...calls: Calls
  ): Promise<Answers<Calls>> {
    const rows = await this.#submit(communityId, calls);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statements promise their answers
    return rows.map((texts) =>
      texts.map((text): unknown => (text === null ? null : JSON.parse(text))),
    ) as Answers<Calls>;
  }

  /** The first row of one call, or undefined. */
  async one<Answer>(communityId: string | undefined, call: Call<Answer>): Promise<Answer | undefined> {
    const [rows] = await this.run(communityId, call);
    return rows[0];
  }

  /** The first row of one call as the JSON text PostgreSQL wrote, to be sent on unread; undefined without a row. */
  async json(communityId: string | undefined, call: Call<unknown>): Promise<string | undefined> {
    const [rows] = await this.#submit(communityId, [call]);
    return rows?.[0] ?? undefined;
  }

  /** A transaction with Prisma, for work of several steps; run again when PostgreSQL could not serialise it. */
  async transaction<T>(
    communityId: string,
    use: (transaction: CommunityTransaction) => Promise<T>,
  ): Promise<T> {
    const { withCommunity } = await import('@agora/db');
    return withCommunity(await this.#client(), communityId, use);
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

  async #submit(
    communityId: string | undefined,
    calls: readonly Call<unknown>[],
  ): Promise<(string | null)[][]> {
    const client = await this.#pool.connect();
    let broken: unknown;
    try {
      const batch = new CommunityBatch(communityId, calls);
      client.query(batch);
      return await batch.rows;
    } catch (error) {
      // The server's refusals leave the connection whole; anything else may not.
      if (!(error instanceof DatabaseError) || error.severity !== 'ERROR') broken = error;
      throw error;
    } finally {
      client.release(broken !== undefined);
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
