import { AgoraError } from '@agora/core';
import { type Client, quoteLiteral, sqlState, tableExists } from '@agora/postgres';

import { readPrismaRows } from '../history/prisma-table.ts';
import type { KeyValue } from './table/key-range.ts';

/** Where backfills stand: their cursors move in the transactions of their batches. */
const BACKFILLS_TABLE = 'agora.backfills';

/** `running` says that it was begun and not ended: whether a session works on it, its lock tells. */
export type BackfillState = 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** A backfill as its row has it. */
export interface BackfillRecord {
  readonly migration: string;
  /** `id` in `_prisma_migrations`: once the migration was rolled back, the record says nothing of its next life. */
  readonly historyId: string;
  /** Of the file when it was begun. */
  readonly checksum: string;
  readonly table: string;
  readonly direction: 'forward' | 'back';
  readonly state: BackfillState;
  /** Runs over the table, from 1. */
  readonly pass: number;
  /** The last key that is done; null at the beginning of a pass. */
  readonly cursor: KeyValue | null;
  /** The last key of this pass; null before it begins. */
  readonly end: KeyValue | null;
  /** Rows met and rows changed, in all passes. */
  readonly rows: number;
  readonly changed: number;
  readonly batches: number;
  /** Rows of the next batch, and rows in a millisecond. */
  readonly size: number;
  readonly speed: number;
  /** Rows of the table as its statistics had it at the beginning; -1 unknown. */
  readonly total: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt: Date | null;
  readonly actor: string | null;
  readonly role: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Of the table, for its lock; 0 where it is gone. */
  readonly tableOid: number;
}

const CREATE = `
CREATE SCHEMA IF NOT EXISTS agora;
CREATE TABLE IF NOT EXISTS ${BACKFILLS_TABLE} (
  history_schema text NOT NULL,
  migration_name text NOT NULL,
  history_id text NOT NULL,
  checksum text NOT NULL,
  table_name text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('forward', 'back')),
  state text NOT NULL CHECK (state IN ('running', 'paused', 'done', 'failed', 'cancelled')),
  pass integer NOT NULL DEFAULT 1,
  cursor text[],
  pass_end text[],
  rows bigint NOT NULL DEFAULT 0,
  changed bigint NOT NULL DEFAULT 0,
  batches bigint NOT NULL DEFAULT 0,
  batch_rows integer NOT NULL,
  rows_per_ms double precision NOT NULL DEFAULT 0,
  total_rows bigint NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  environment text,
  actor text,
  role text NOT NULL DEFAULT session_user,
  error jsonb,
  PRIMARY KEY (history_schema, migration_name)
);`;

/** Makes the table where it is missing. @throws AgoraError `backfill.no_state` */
export async function prepareBackfillTable(client: Client): Promise<void> {
  if (await hasBackfillTable(client)) return;
  try {
    await client.query((await hasSchema(client)) ? CREATE.replace(/CREATE SCHEMA[^;]*;/, '') : CREATE);
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    throw new AgoraError({
      code: 'backfill.no_state',
      message: `${BACKFILLS_TABLE}, where a backfill keeps its place, is not there and cannot be made.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Run once as a role that may create a schema in this database, then GRANT USAGE ON SCHEMA agora and SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA agora to this one.',
      cause: error,
    });
  }
}

async function hasSchema(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT pg_catalog.to_regnamespace('agora') IS NOT NULL AS found",
  );
  return rows[0]?.found === true;
}

function hasBackfillTable(client: Client): Promise<boolean> {
  return tableExists(client, 'agora', 'backfills');
}

const COLUMNS = `migration_name AS migration, history_id AS "historyId", checksum, table_name AS "table", direction, state, pass, cursor,
  pass_end AS "end", rows::float8, changed::float8, batches::float8, batch_rows AS size, rows_per_ms AS speed,
  total_rows::float8 AS total, started_at AS "startedAt", updated_at AS "updatedAt", finished_at AS "finishedAt",
  actor, role, error, COALESCE(pg_catalog.to_regclass(table_name)::oid::int8, 0)::float8 AS "tableOid"`;

/** The backfills of applied migrations of a project, by migration; none where there is no table. Reads only. */
export async function readBackfillRecords(
  client: Client,
  schema: string,
): Promise<ReadonlyMap<string, BackfillRecord>> {
  if (!(await hasBackfillTable(client))) return new Map();
  const { rows } = await client.query<BackfillRecord>(
    `SELECT ${COLUMNS} FROM ${BACKFILLS_TABLE} WHERE history_schema = $1 ORDER BY started_at, migration_name`,
    [schema],
  );
  const history = (await readPrismaRows(client, schema)) ?? [];
  const live = new Set(history.filter(({ rolledBackAt }) => rolledBackAt === null).map(({ id }) => id));
  return new Map(rows.filter(({ historyId }) => live.has(historyId)).map((row) => [row.migration, row]));
}

/** `id` in `_prisma_migrations` of an applied migration; undefined for one that is not. Reads only. */
export async function historyIdOf(
  client: Client,
  { schema, migration }: BackfillId,
): Promise<string | undefined> {
  const history = (await readPrismaRows(client, schema)) ?? [];
  return history.findLast(({ name, rolledBackAt }) => name === migration && rolledBackAt === null)?.id;
}

/** Which row of the table is meant. */
export interface BackfillId {
  readonly schema: string;
  readonly migration: string;
}

const whereSql = ({ schema, migration }: BackfillId): string =>
  `history_schema = ${quoteLiteral(schema)} AND migration_name = ${quoteLiteral(migration)}`;

/** A query for one row, locked until the transaction ends. */
export function lockRecordSql(id: BackfillId): string {
  return `SELECT ${COLUMNS} FROM ${BACKFILLS_TABLE} WHERE ${whereSql(id)} FOR UPDATE`;
}

/** What a new row begins with. */
type NewRecord = Pick<
  BackfillRecord,
  'historyId' | 'checksum' | 'table' | 'direction' | 'state' | 'size' | 'total' | 'actor'
> & {
  readonly environment: string | null;
};

/** SQL that writes a row anew, over one that is there. */
export function insertRecordSql({ schema, migration }: BackfillId, given: NewRecord): string {
  const { historyId, checksum, table, direction, state, size, total, environment, actor } = given;
  const values = [schema, migration, historyId, checksum, table, direction, state].map(quoteLiteral);
  const finished = state === 'done' ? 'now()' : 'NULL';
  return (
    `DELETE FROM ${BACKFILLS_TABLE} WHERE ${whereSql({ schema, migration })}; ` +
    `INSERT INTO ${BACKFILLS_TABLE} (history_schema, migration_name, history_id, checksum, table_name, direction, state, batch_rows, total_rows, environment, actor, finished_at) ` +
    `VALUES (${values.join(', ')}, ${size}, ${Math.round(total)}, ${literal(environment)}, ${literal(actor)}, ${finished})`
  );
}

/** Fields that change while a backfill runs. */
export type RecordChange = Partial<
  Pick<
    BackfillRecord,
    | 'state'
    | 'pass'
    | 'cursor'
    | 'end'
    | 'rows'
    | 'changed'
    | 'batches'
    | 'size'
    | 'speed'
    | 'actor'
    | 'error'
    | 'checksum'
  >
>;

const NAMES = {
  state: 'state',
  pass: 'pass',
  cursor: 'cursor',
  end: 'pass_end',
  rows: 'rows',
  changed: 'changed',
  batches: 'batches',
  size: 'batch_rows',
  speed: 'rows_per_ms',
  actor: 'actor',
  error: 'error',
  checksum: 'checksum',
} as const;

/** SQL that changes a row. @param more a condition besides */
export function updateRecordSql(id: BackfillId, change: RecordChange, more?: string): string {
  const set = Object.entries(NAMES).flatMap(([field, column]) => {
    const value: unknown = Reflect.get(change, field);
    return value === undefined ? [] : [`${column} = ${literal(value)}`];
  });
  const ended =
    change.state === undefined ? [] : [`finished_at = ${change.state === 'done' ? 'now()' : 'NULL'}`];
  return `UPDATE ${BACKFILLS_TABLE} SET ${[...set, ...ended, 'updated_at = now()'].join(', ')} WHERE ${whereSql(id)}${more === undefined ? '' : ` AND ${more}`}`;
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoteLiteral(value);
  if (Array.isArray(value))
    return `ARRAY[${value.map((one) => quoteLiteral(String(one))).join(', ')}]::text[]`;
  return `${quoteLiteral(JSON.stringify(value))}::jsonb`;
}
