import { AgoraError } from '@agora/core';
import {
  type Client,
  failedWith,
  quoteIdentifier,
  quoteLiteral,
  SQLSTATE,
  tableExists,
} from '@agora/postgres';

import { epochMs } from './times.ts';

/**
 * Everything that knows `_prisma_migrations`, the history table of Prisma. Its meaning, from the
 * schema engine (`sql_migration_persistence.rs`, `apply_migrations.rs`, `mark_migration_*.rs`):
 *
 * - applied: `finished_at` set, `rolled_back_at` null
 * - failed or running: both null; `logs` holds what the server said
 * - not applied any more: `rolled_back_at` set, `finished_at` null. Prisma never sets both: to
 *   `migrate resolve --applied` a `finished_at` means "applied", whatever else the row says
 */

/** The advisory lock that Prisma's schema engine holds while it works. */
export const LOCK_KEY = 72_707_369;

const PRISMA_TABLE = '_prisma_migrations';

/** A row of the table, as stored. */
export interface PrismaRow {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly rolledBackAt: Date | null;
  readonly logs: string | null;
  readonly appliedSteps: number;
}

/** A row as it is read: its times in milliseconds since 1970. */
type Stored = Omit<PrismaRow, 'startedAt' | 'finishedAt' | 'rolledBackAt'> & {
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly rolledBackAt: number | null;
};

/** The table with its schema, quoted. */
export function prismaTable(schema: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(PRISMA_TABLE)}`;
}

/** The table as Prisma's engine creates it. */
export function createPrismaTableSql(schema: string): string {
  return `CREATE TABLE IF NOT EXISTS ${prismaTable(schema)} (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;
}

/** Every row, oldest first, or undefined when there is no such table. Reads only. */
export async function readPrismaRows(
  client: Client,
  schema: string,
): Promise<readonly PrismaRow[] | undefined> {
  if (!(await tableExists(client, schema, PRISMA_TABLE))) return undefined;
  const reading = client.query<Stored>(
    `SELECT id, migration_name AS name, checksum, ${epochMs('started_at')} AS "startedAt", ${epochMs('finished_at')} AS "finishedAt",
            ${epochMs('rolled_back_at')} AS "rolledBackAt", logs, applied_steps_count AS "appliedSteps"
       FROM ${prismaTable(schema)} ORDER BY started_at, id`,
  );
  const { rows } = await reading.catch((error: unknown) => {
    throw failedWith(error, SQLSTATE.undefinedColumn) ? anotherShape(schema, error) : error;
  });
  return rows.map(({ startedAt, finishedAt, rolledBackAt, ...row }) => ({
    ...row,
    startedAt: new Date(startedAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
    rolledBackAt: rolledBackAt === null ? null : new Date(rolledBackAt),
  }));
}

function anotherShape(schema: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.history_unreadable',
    message: `The table ${prismaTable(schema)} is not the history that Prisma keeps.`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: 'Look at what it holds, and who made it. If it is from an early version of Prisma, or of another tool: rename it, then record what is applied: agora migrate stamp <migration>.',
    cause,
  });
}

/** Creates the table, and the schema of the URL as Prisma does, when they are missing. */
export async function createPrismaTable(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ schema: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1) AS schema',
    [schema],
  );
  if (rows[0]?.schema === false) await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  if (!(await tableExists(client, schema, PRISMA_TABLE))) await client.query(createPrismaTableSql(schema));
}

/**
 * SQL that records a migration as begun, as applied by the transaction under way, or, without running it, as
 * applied at this moment: then start and end are the same and no step is counted, as in `migrate resolve`.
 * Times are the server's, so that their order is that of the work.
 */
export function insertRowSql(
  schema: string,
  row: {
    id: string;
    name: string;
    checksum: string;
    as: 'begun' | 'applied' | 'recorded';
    logs: string | null;
    /** When another runner applied it, of one that is recorded. */
    was?: { readonly began: Date; readonly ended: Date } | undefined;
  },
): string {
  const times = {
    begun: 'pg_catalog.now(), NULL, 0',
    applied: 'pg_catalog.now(), pg_catalog.clock_timestamp(), 1',
    recorded: row.was ? `${instant(row.was.began)}, ${instant(row.was.ended)}, 0` : 'moment, moment, 0',
  }[row.as];
  const texts = [row.id, row.checksum, row.name].map(quoteLiteral);
  const logs = row.logs === null ? 'NULL' : quoteLiteral(row.logs);
  return `INSERT INTO ${prismaTable(schema)}
       (id, checksum, migration_name, logs, started_at, finished_at, applied_steps_count)
     SELECT ${texts.join(', ')}, ${logs}, ${times}
       FROM (SELECT pg_catalog.clock_timestamp() AS moment OFFSET 0) AS clock`;
}

const instant = (date: Date): string => `${quoteLiteral(date.toISOString())}::timestamptz`;

/** Notes how far an unfinished migration has come. */
export async function updateProgress(
  client: Client,
  schema: string,
  row: { id: string; checksum: string; steps: number; logs: string },
): Promise<void> {
  await client.query(
    `UPDATE ${prismaTable(schema)}
        SET applied_steps_count = $2, logs = $3, checksum = $4, finished_at = NULL WHERE id = $1`,
    [row.id, row.steps, row.logs, row.checksum],
  );
}

/** An unfinished migration is applied. */
export async function finishRow(client: Client, schema: string, id: string, checksum: string): Promise<void> {
  await client.query(
    `UPDATE ${prismaTable(schema)}
        SET finished_at = pg_catalog.clock_timestamp(), applied_steps_count = 1, logs = NULL, checksum = $2
      WHERE id = $1`,
    [id, checksum],
  );
}

/** SQL that takes a migration back: see the head of this file for why `finished_at` goes. */
export function rollBackRowSql(schema: string, condition: string): string {
  return `UPDATE ${prismaTable(schema)}
        SET rolled_back_at = pg_catalog.clock_timestamp(), finished_at = NULL, logs = NULL
      WHERE ${condition}`;
}

/** The session that holds Prisma's lock in this database, or undefined. */
export async function readLockHolder(
  client: Client,
): Promise<{ pid: number; application: string; query: string } | undefined> {
  const { rows } = await client.query<{ pid: number; application: string; query: string }>(
    `SELECT l.pid, COALESCE(a.application_name, '') AS application, COALESCE(a.query, '') AS query
       FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND l.pid <> pg_catalog.pg_backend_pid()`,
    [LOCK_KEY],
  );
  return rows[0];
}
