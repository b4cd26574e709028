import type { HistoryAssessment } from '@agora/migrations/history';
import { withConnection } from '@agora/postgres';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { call, statement } from '../database/statement.ts';

/** What a probe is told. Milliseconds throughout. */
export interface Readiness {
  readonly database: { readonly answersInMs: number };
  /** `unknown`: the history cannot be read, or another tool keeps it. */
  readonly migrations: { readonly state: HistoryAssessment['state']; readonly message: string };
  /** How far a replica is behind its primary; null on a primary. */
  readonly replicationLagMs: number | null;
}

/** A replica further behind shows too old a forum. */
export const mostReplicationLagMs = 30_000;
/** The history changes with deploys only; it is read over a connection of its own. */
const keptMs = 15_000;

const probe = statement<[], { lag: number | null }>(
  'readiness_probe',
  `SELECT json_build_object('lag', CASE WHEN pg_is_in_recovery()
     THEN greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp()) * 1000)::float8 END)`,
);

/** Asks whether the database can serve. */
export class ReadinessProbe {
  readonly #database: Database;
  readonly #config: Config;
  #migrations: { assessed: Promise<Readiness['migrations']>; until: number } | undefined;

  constructor(database: Database, config: Config) {
    this.#database = database;
    this.#config = config;
  }

  async read(): Promise<Readiness> {
    const start = performance.now();
    const answer = await this.#database.one(undefined, call(probe));
    const answersInMs = Math.round((performance.now() - start) * 10) / 10;
    if (this.#migrations === undefined || this.#migrations.until < Date.now()) {
      this.#migrations = { assessed: this.#assess(), until: Date.now() + keptMs };
    }
    const replicationLagMs = answer?.lag ?? null;
    return { database: { answersInMs }, migrations: await this.#migrations.assessed, replicationLagMs };
  }

  /** As the login, not as the API's role, which has no business in the history. */
  async #assess(): Promise<Readiness['migrations']> {
    const { url } = this.#config.database;
    try {
      // Loaded when first asked: with the Prisma client behind it this is half of what a start would take.
      const [{ migrationsDirectory }, { assessHistory, historySchema }] = await Promise.all([
        import('@agora/db'),
        import('@agora/migrations/history'),
      ]);
      return await withConnection(
        { url, applicationName: 'agora-api-readiness', statementTimeoutMs: 5000 },
        async (client) => {
          const schema = historySchema(url);
          const { state, message } = await assessHistory(client, migrationsDirectory, { schema });
          return { state, message };
        },
      );
    } catch {
      return { state: 'unknown', message: 'The history of migrations cannot be read.' };
    }
  }
}
