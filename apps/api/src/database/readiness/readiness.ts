import type { HistoryAssessment } from '@agora/migrations/history';
import { sqlState } from '@agora/postgres';
import type { Database } from '../database.ts';
import { readinessProbeSql } from './readiness-probe.sql.ts';

/** What a probe is told. Milliseconds throughout. */
export interface Readiness {
  readonly database: { readonly answersInMs: number };
  /** `unknown`: the login may not read the history, or another tool keeps it. */
  readonly migrations: { readonly state: HistoryAssessment['state']; readonly message: string };
  /** The last migration of this build, null where that cannot be told, and what the database has beyond it, marked compatible. */
  readonly schema: { readonly migration: string | null; readonly ahead: readonly string[] };
  /** How far a replica is behind its primary; null on a primary. */
  readonly replicationLagMs: number | null;
}

/** The history changes with deploys only; it is read over a connection of its own. */
const keptMs = 15_000;

/** Asks whether the database can serve. */
export class ReadinessProbe {
  readonly #database: Database;
  readonly #assessHistory: () => Promise<HistoryAssessment>;
  #migrations: { assessed: Promise<Pick<Readiness, 'migrations' | 'schema'>>; until: number } | undefined;

  /** @param assessHistory reads how the database stands to the migrations of this build */
  constructor(database: Database, assessHistory: () => Promise<HistoryAssessment>) {
    this.#database = database;
    this.#assessHistory = assessHistory;
  }

  /** @throws whatever keeps the database from answering: then nothing is known of its migrations, either */
  async read(): Promise<Readiness> {
    const start = performance.now();
    const answer = await this.#database.one(undefined, readinessProbeSql({}));
    const answersInMs = Math.round((performance.now() - start) * 10) / 10;
    if (this.#migrations === undefined || this.#migrations.until < Date.now()) {
      this.#migrations = { assessed: this.#assess(), until: Date.now() + keptMs };
    }
    const known = this.#migrations;
    try {
      return {
        database: { answersInMs },
        ...(await known.assessed),
        replicationLagMs: answer?.lag ?? null,
      };
    } catch (error) {
      if (this.#migrations === known) this.#migrations = undefined;
      throw error;
    }
  }

  async #assess(): Promise<Pick<Readiness, 'migrations' | 'schema'>> {
    try {
      const { state, message, migration = null, ahead } = await this.#assessHistory();
      return { migrations: { state, message }, schema: { migration, ahead } };
    } catch (error) {
      // Class 42, access rule violation: asking again changes nothing.
      if (sqlState(error)?.startsWith('42') !== true) throw error;
      return {
        migrations: { state: 'unknown', message: 'The history of migrations cannot be read.' },
        schema: { migration: null, ahead: [] },
      };
    }
  }
}
