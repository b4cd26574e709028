import { type Client, quoteLiteral, sqlState } from '@agora/postgres';

/** The schema and the table of the journal. It is never read to decide anything: losing it loses no state. */
export const RUNS_TABLE = 'agora.migration_runs';

/** What was done to a migration, once. */
export interface Run {
  /** Schema of the history table: two projects may share a database. */
  readonly schema: string;
  readonly migration: string;
  /** `up` and `down` ran a script; `stamp` and `record` only wrote history. */
  readonly direction: 'up' | 'down' | 'stamp' | 'record';
  readonly outcome: 'succeeded' | 'failed' | 'interrupted';
  readonly mode: 'transaction' | 'statements' | 'none';
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Duration of each statement in milliseconds, in order. */
  readonly statements: readonly { readonly line: number; readonly ms: number }[];
  /** How often it gave way because a lock was not to be had, and for how long in all. */
  readonly lockRetries: number;
  readonly lockWaitMs: number;
  /** Id of the row of `_prisma_migrations`. */
  readonly historyId: string | null;
  readonly checksum: string;
  readonly downChecksum: string | null;
  readonly environment: string;
  /** Who ran it, and from which commit, as the caller knows. */
  readonly actor: string | null;
  readonly commit: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Outcome of what was looked at before and after: hazards allowed, backup, losses counted. */
  readonly checks: Readonly<Record<string, unknown>>;
}

/** A run as read back, with the role of the database that did it. */
export interface RecordedRun extends Run {
  readonly id: string;
  readonly role: string;
}

/** Whether the journal can be written, and if not, why. */
export type Journal = { readonly available: true } | { readonly available: false; readonly reason: string };

const createSql = `
CREATE SCHEMA IF NOT EXISTS agora;
CREATE TABLE IF NOT EXISTS agora.migration_runs (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  history_schema text        NOT NULL,
  migration_name text        NOT NULL,
  direction      text        NOT NULL CHECK (direction IN ('up', 'down', 'stamp', 'record')),
  outcome        text        NOT NULL CHECK (outcome IN ('succeeded', 'failed', 'interrupted')),
  mode           text        NOT NULL CHECK (mode IN ('transaction', 'statements', 'none')),
  started_at     timestamptz NOT NULL,
  duration_ms    double precision NOT NULL,
  statements     jsonb       NOT NULL,
  lock_retries   integer     NOT NULL,
  lock_wait_ms   double precision NOT NULL,
  history_id     text,
  checksum       text        NOT NULL,
  down_checksum  text,
  environment    text        NOT NULL,
  actor          text,
  commit         text,
  role           text        NOT NULL DEFAULT session_user,
  error          jsonb,
  checks         jsonb       NOT NULL
);
CREATE INDEX IF NOT EXISTS migration_runs_name ON agora.migration_runs (history_schema, migration_name, id);`;

/** Whether the relation `t` has the columns of the journal. */
const isOurs = `(SELECT count(*) = 4 FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid = t.oid AND a.attname IN ('history_schema', 'migration_name', 'history_id', 'checks'))`;

/**
 * Makes the journal if it is missing and may be made. A role without the right to create a schema still
 * migrates: only the journal is left out, and the reason is returned to be said.
 */
export async function prepareJournal(client: Client): Promise<Journal> {
  const { rows } = await client.query<{
    found: boolean;
    ours: boolean;
    insert: boolean;
    create: boolean;
    schema: boolean;
  }>(
    `SELECT t.oid IS NOT NULL AS found, ${isOurs} AS ours,
            CASE WHEN t.oid IS NULL THEN false ELSE pg_catalog.has_table_privilege(t.oid, 'INSERT') END AS insert,
            pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS create,
            s.nspname IS NOT NULL AND pg_catalog.has_schema_privilege(s.oid, 'CREATE') AS schema
       FROM (SELECT 1) AS one
       LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = 'agora'
       LEFT JOIN pg_catalog.pg_class t ON t.relnamespace = s.oid AND t.relname = 'migration_runs'`,
  );
  const state = rows[0];
  if (state?.found && !state.ours) {
    return { available: false, reason: `the database has a table ${RUNS_TABLE} of somebody else` };
  }
  if (state?.found) {
    return state.insert
      ? { available: true }
      : { available: false, reason: `this role may not insert into ${RUNS_TABLE}` };
  }
  if (!state?.create && !state?.schema) {
    return { available: false, reason: 'this role may not create the schema "agora" in this database' };
  }
  try {
    await client.query(createSql);
    return { available: true };
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return { available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** SQL that writes a run; in the migration's own transaction when it succeeded, so that both stand or neither. */
export function insertRunSql(run: Run): string {
  const values: Readonly<Record<string, string | number | null>> = {
    history_schema: run.schema,
    migration_name: run.migration,
    direction: run.direction,
    outcome: run.outcome,
    mode: run.mode,
    started_at: run.startedAt.toISOString(),
    duration_ms: run.durationMs,
    statements: JSON.stringify(run.statements),
    lock_retries: run.lockRetries,
    lock_wait_ms: run.lockWaitMs,
    history_id: run.historyId,
    checksum: run.checksum,
    down_checksum: run.downChecksum,
    environment: run.environment,
    actor: run.actor,
    commit: run.commit,
    error: run.error === null ? null : JSON.stringify(run.error),
    checks: JSON.stringify(run.checks),
  };
  const literals = Object.values(values).map((value) =>
    value === null ? 'NULL' : typeof value === 'number' ? String(value) : quoteLiteral(value),
  );
  return `INSERT INTO ${RUNS_TABLE} (${Object.keys(values).join(', ')}) VALUES (${literals.join(', ')})`;
}

/** The journal of a project, oldest first; empty when there is none or it may not be read. Reads only. */
export async function readRuns(client: Client, schema: string): Promise<readonly RecordedRun[]> {
  const { rows: may } = await client.query<{ readable: boolean }>(
    `SELECT COALESCE(bool_or(pg_catalog.has_schema_privilege(s.oid, 'USAGE')
                             AND pg_catalog.has_table_privilege(t.oid, 'SELECT') AND ${isOurs}), false) AS readable
       FROM pg_catalog.pg_namespace s JOIN pg_catalog.pg_class t ON t.relnamespace = s.oid
      WHERE s.nspname = 'agora' AND t.relname = 'migration_runs'`,
  );
  if (may[0]?.readable !== true) return [];
  const { rows } = await client.query<RecordedRun>(
    `SELECT id, history_schema AS schema, migration_name AS migration, direction, outcome, mode, started_at AS "startedAt",
            duration_ms AS "durationMs", statements, lock_retries AS "lockRetries", lock_wait_ms AS "lockWaitMs",
            history_id AS "historyId", checksum, down_checksum AS "downChecksum", environment, actor, commit,
            role, error, checks
       FROM agora.migration_runs WHERE history_schema = $1 ORDER BY id`,
    [schema],
  );
  return rows;
}
