import { type Client, quoteLiteral, sqlState } from '@agora/postgres';

import { directivesOf } from '../project/directives.ts';
import type { Migration } from '../project/folder.ts';
import { epochMs } from './times.ts';

/**
 * The schema and the table of the journal. Nothing but whether a database may be ahead of an application is decided by it,
 * and without it that is refused: losing it loses no state.
 */
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

interface JournalColumn {
  readonly name: string;
  readonly definition: string;
  /** SQL for the rows that an earlier version wrote without it, where it may not be null. */
  readonly before?: string;
}

/** The columns that every version has had: by them a journal of ours is known. */
const CORE: readonly JournalColumn[] = [
  { name: 'id', definition: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY' },
  { name: 'migration_name', definition: 'text NOT NULL' },
  { name: 'direction', definition: "text NOT NULL CHECK (direction IN ('up', 'down', 'stamp', 'record'))" },
  { name: 'outcome', definition: "text NOT NULL CHECK (outcome IN ('succeeded', 'failed', 'interrupted'))" },
  { name: 'started_at', definition: 'timestamptz NOT NULL' },
  { name: 'checksum', definition: 'text NOT NULL' },
];

/** The columns that a journal may lack; `schema` goes to rows that did not record theirs. */
const added = (schema: string): readonly JournalColumn[] => [
  { name: 'history_schema', definition: 'text NOT NULL', before: quoteLiteral(schema) },
  {
    name: 'mode',
    definition: "text NOT NULL CHECK (mode IN ('transaction', 'statements', 'none'))",
    before: "'transaction'",
  },
  { name: 'duration_ms', definition: 'double precision NOT NULL', before: '0' },
  { name: 'statements', definition: 'jsonb NOT NULL', before: "'[]'" },
  { name: 'lock_retries', definition: 'integer NOT NULL', before: '0' },
  { name: 'lock_wait_ms', definition: 'double precision NOT NULL', before: '0' },
  { name: 'history_id', definition: 'text' },
  { name: 'down_checksum', definition: 'text' },
  { name: 'environment', definition: 'text NOT NULL', before: "'unknown'" },
  { name: 'actor', definition: 'text' },
  { name: 'commit', definition: 'text' },
  { name: 'role', definition: 'text NOT NULL', before: "'unknown'" },
  { name: 'error', definition: 'jsonb' },
  { name: 'checks', definition: 'jsonb NOT NULL', before: "'{}'" },
];

const createSql = (schema: string): string => `
CREATE SCHEMA IF NOT EXISTS agora;
CREATE TABLE IF NOT EXISTS agora.migration_runs (
${[...CORE, ...added(schema)].map(({ name, definition }) => `  ${name} ${definition}`).join(',\n')}
);
ALTER TABLE agora.migration_runs ALTER role SET DEFAULT session_user;
CREATE INDEX IF NOT EXISTS migration_runs_name ON agora.migration_runs (history_schema, migration_name, id);`;

/** Waiting longer for a table that is only a journal would keep the migration itself waiting. */
const UPGRADE_LOCK_MS = 5000;

/** Brings a journal of an earlier version up to this one; one message, so all of it or nothing. */
function upgradeSql(schema: string, missing: readonly string[]): string {
  const columns = added(schema).filter(({ name }) => missing.includes(name));
  return [
    `SET LOCAL lock_timeout = ${UPGRADE_LOCK_MS}`,
    ...columns.map(
      ({ name, definition, before }) =>
        `ALTER TABLE ${RUNS_TABLE} ADD COLUMN IF NOT EXISTS ${name} ${definition}${before === undefined ? '' : ` DEFAULT ${before}`}`,
    ),
    ...columns.flatMap(({ name, before }) =>
      before === undefined ? [] : [`ALTER TABLE ${RUNS_TABLE} ALTER ${name} DROP DEFAULT`],
    ),
    `ALTER TABLE ${RUNS_TABLE} ALTER role SET DEFAULT session_user`,
    // Earlier versions had an index of this name without the schema.
    'DROP INDEX IF EXISTS agora.migration_runs_name',
    `CREATE INDEX migration_runs_name ON ${RUNS_TABLE} (history_schema, migration_name, id)`,
  ].join(';\n');
}

const list = (columns: readonly JournalColumn[]): string =>
  columns.map(({ name }) => quoteLiteral(name)).join(', ');

/** Of the columns given, those that the relation `t` has. */
const having = (columns: readonly JournalColumn[]): string =>
  `(SELECT count(*) FROM pg_catalog.pg_attribute a
     WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname IN (${list(columns)}))`;

/**
 * Whether the relation `t` is a journal of ours, of this version or an earlier one: it has the columns that
 * every version has had, and wants nothing that we do not write.
 */
const isOurs = `(t.relkind = 'r' AND ${having(CORE)} = ${CORE.length} AND NOT EXISTS (
   SELECT FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
      AND a.attidentity = '' AND a.attname NOT IN (${list([...CORE, ...added('')])})))`;

/** Whether the relation `t` has every column of this version. */
const isCurrent = `(${isOurs} AND ${having(added(''))} = ${added('').length})`;

/**
 * Makes the journal if it is missing and may be made. A role without the right to create a schema still
 * migrates: only the journal is left out, and the reason is returned. A journal of an earlier
 * version is given the columns that it lacks.
 *
 * @param schema of the history table; rows that do not say whose they are become this project's
 */
export async function prepareJournal(client: Client, schema: string): Promise<Journal> {
  const { rows } = await client.query<{
    found: boolean;
    ours: boolean;
    missing: string[];
    insert: boolean;
    create: boolean;
    schema: boolean;
  }>(
    `SELECT t.oid IS NOT NULL AS found, ${isOurs} AS ours,
            ARRAY(SELECT name FROM unnest(ARRAY[${list(added(schema))}]) AS name
                   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                                      WHERE a.attrelid = t.oid AND NOT a.attisdropped AND a.attname = name)) AS missing,
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
    if (!state.insert) return { available: false, reason: `this role may not insert into ${RUNS_TABLE}` };
    if (state.missing.length === 0) return { available: true };
    const failure = await tryRun(client, upgradeSql(schema, state.missing));
    if (failure === undefined) return { available: true };
    return {
      available: false,
      reason:
        `${RUNS_TABLE} is of an earlier version, without ${state.missing.join(', ')}, and could not be brought ` +
        `up to date (${failure}); run once as its owner`,
    };
  }
  if (!state?.create && !state?.schema) {
    return { available: false, reason: 'this role may not create the schema "agora" in this database' };
  }
  const failure = await tryRun(client, createSql(schema));
  return failure === undefined ? { available: true } : { available: false, reason: failure };
}

/** Runs SQL as one transaction; what the server had against it, in words. */
async function tryRun(client: Client, sql: string): Promise<string | undefined> {
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return error instanceof Error ? error.message : String(error);
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

/** What the journal's `checks` keep of a migration's mark, for those who do not have its file. */
export function compatibleCheck({ up }: Migration): { readonly compatible?: true } {
  return directivesOf(up.directives, 'compatible').length > 0 ? { compatible: true } : {};
}

/** Whether there is a journal of this version that this role may read; `closed`: there is one, and it may not. */
async function accessTo(client: Client): Promise<'readable' | 'closed' | 'none'> {
  const { rows } = await client.query<{ may: boolean; ours: boolean }>(
    `SELECT pg_catalog.has_schema_privilege(s.oid, 'USAGE') AND pg_catalog.has_table_privilege(t.oid, 'SELECT') AS may,
            ${isCurrent} AS ours
       FROM pg_catalog.pg_namespace s JOIN pg_catalog.pg_class t ON t.relnamespace = s.oid
      WHERE s.nspname = 'agora' AND t.relname = 'migration_runs'`,
  );
  const [found] = rows;
  if (found?.ours !== true) return 'none';
  return found.may ? 'readable' : 'closed';
}

/** The journal of a project, oldest first; empty when there is none or it may not be read. Reads only. */
export async function readRuns(client: Client, schema: string): Promise<readonly RecordedRun[]> {
  if ((await accessTo(client)) !== 'readable') return [];
  const { rows } = await client.query<Omit<RecordedRun, 'startedAt'> & { readonly startedAt: number }>(
    `SELECT id, history_schema AS schema, migration_name AS migration, direction, outcome, mode, ${epochMs('started_at')} AS "startedAt",
            duration_ms AS "durationMs", statements, lock_retries AS "lockRetries", lock_wait_ms AS "lockWaitMs",
            history_id AS "historyId", checksum, down_checksum AS "downChecksum", environment, actor, commit,
            role, error, checks
       FROM agora.migration_runs WHERE history_schema = $1 ORDER BY id`,
    [schema],
  );
  return rows.map((row) => ({ ...row, startedAt: new Date(row.startedAt) }));
}

/**
 * Which rows of the history stand for migrations that were marked compatible, by what the journal keeps of their files:
 * it can be told where these are not. Reads only.
 */
export async function readCompatible(client: Client, schema: string): Promise<Compatible> {
  const access = await accessTo(client);
  if (access !== 'readable') return { ids: new Set(), isClosed: access === 'closed' };
  const { rows } = await client.query<{ id: string }>(
    `SELECT DISTINCT history_id AS id FROM agora.migration_runs
      WHERE history_schema = $1 AND outcome = 'succeeded' AND direction <> 'down' AND history_id IS NOT NULL
        AND checks -> 'compatible' = 'true'::pg_catalog.jsonb`,
    [schema],
  );
  return { ids: new Set(rows.map(({ id }) => id)), isClosed: false };
}

/** What the journal says of marks. */
export interface Compatible {
  /** Of `_prisma_migrations`. */
  readonly ids: ReadonlySet<string>;
  /** There is a journal, and this role may not read it. */
  readonly isClosed: boolean;
}

/** Forgets the runs of a history that is no more, where the journal is there and this role may. */
export async function forgetRuns(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'DELETE')
            AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') AS may
       FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
      WHERE n.nspname || '.' || c.relname = $1 AND a.attname = 'history_schema'`,
    [RUNS_TABLE],
  );
  if (rows[0]?.may) await client.query(`DELETE FROM ${RUNS_TABLE} WHERE history_schema = $1`, [schema]);
}
