import type { HistoryAssessment } from '@agora/migrations/history';
import { sqlState } from '@agora/postgres';
import type { Config } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import { call, statement } from '../../database/statement.ts';
import { assessMigrations } from '../../startup/migrations.ts';

/** What a probe is told. Milliseconds throughout. */
export interface Readiness {
  readonly database: { readonly answersInMs: number };
  /** `unknown`: the login may not read the history, or another tool keeps it. */
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

  /** @throws whatever keeps the database from answering: then nothing is known of its migrations, either */
  async read(): Promise<Readiness> {
    const start = performance.now();
    const answer = await this.#database.one(undefined, call(probe));
    const answersInMs = Math.round((performance.now() - start) * 10) / 10;
    if (this.#migrations === undefined || this.#migrations.until < Date.now()) {
      this.#migrations = { assessed: this.#assess(), until: Date.now() + keptMs };
    }
    const known = this.#migrations;
    try {
      return {
        database: { answersInMs },
        migrations: await known.assessed,
        replicationLagMs: answer?.lag ?? null,
      };
    } catch (error) {
      if (this.#migrations === known) this.#migrations = undefined;
      throw error;
    }
  }

  async #assess(): Promise<Readiness['migrations']> {
    try {
      const { state, message } = await assessMigrations(this.#config.database);
      return { state, message };
    } catch (error) {
      // Class 42, access rule violation: asking again changes nothing.
      if (sqlState(error)?.startsWith('42') !== true) throw error;
      return { state: 'unknown', message: 'The history of migrations cannot be read.' };
    }
  }
}
