import { AgoraError } from '@agora/core';
import { type Client, describeSqlError, sqlState, SQLSTATE } from '@agora/postgres';

/** Something that must hold, as queries for what breaks it. */
export interface QueryCheck {
  readonly name: string;
  /** What must hold, in one line. */
  readonly summary: string;
  /** Each returns offending rows. */
  readonly queries: readonly string[];
}

/** What a check found. */
export interface CheckResult<Row> {
  readonly name: string;
  readonly summary: string;
  readonly offending: number;
  /** The first of them. */
  readonly rows: readonly Row[];
  readonly durationMs: number;
}

/** How a query is run, and what its offenders look like. */
export interface CheckOptions<Row> {
  /** The parameters of each query. */
  readonly values?: readonly unknown[];
  /** What stands for an offending row. */
  readonly describe: (row: Readonly<Record<string, unknown>>) => Row;
  /** Called before each query with how many of the check are done. */
  readonly onQuery?: (done: number) => void;
}

/** Offending rows listed for each check; the count goes on. */
const LISTED = 20;
const TOTAL = 'seed check total';

/**
 * Runs the queries of a check.
 * @throws seed.not_migrated when what they look at is not there; `postgres.*`, what the server says
 */
export async function runCheck<Row>(
  client: Client,
  { name, summary, queries }: QueryCheck,
  { values = [], describe, onQuery }: CheckOptions<Row>,
): Promise<CheckResult<Row>> {
  const begun = performance.now();
  const rows: Row[] = [];
  let offending = 0;
  for (const [index, sql] of queries.entries()) {
    onQuery?.(index);
    const counted = `WITH offending AS MATERIALIZED (${sql.trim().replace(/;$/, '')}
)
      SELECT *, (SELECT count(*) FROM offending)::float8 AS "${TOTAL}" FROM offending LIMIT ${LISTED}`;
    const found = await client
      .query<Record<string, unknown>>(counted, [...values])
      .catch((error: unknown) => {
        if (hiddenByPolicies(error)) throw noRights(name, error);
        throw MISSING.includes(sqlState(error) ?? '')
          ? notThere(name, error)
          : describeSqlError(error, counted);
      });
    offending += Number(found.rows[0]?.[TOTAL] ?? 0);
    for (const { [TOTAL]: _total, ...row } of found.rows.slice(0, LISTED - rows.length))
      rows.push(describe(row));
  }
  return { name, summary, offending, rows, durationMs: performance.now() - begun };
}

/** SQLSTATE of what an earlier state of the schema lacks: a table, a column, or the right to see it. */
const MISSING: readonly string[] = [
  SQLSTATE.undefinedTable,
  SQLSTATE.undefinedColumn,
  SQLSTATE.insufficientPrivilege,
];

/** With `row_security = off`, PostgreSQL refuses what policies would hide rows from, rather than leave these out. */
function hiddenByPolicies(error: unknown): boolean {
  return (
    sqlState(error) === SQLSTATE.insufficientPrivilege &&
    error instanceof Error &&
    error.message.includes('row-level security')
  );
}

function noRights(check: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.no_rights',
    message: `The check "${check}" may not see every row.`,
    why: cause instanceof Error ? `The server says: ${cause.message}.` : undefined,
    fix: 'Validate with a login from which row-level security hides nothing: a superuser, or one with BYPASSRLS.',
    cause,
  });
}

function notThere(check: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.not_migrated',
    message: `The database has not all that the invariant "${check}" looks at.`,
    why: cause instanceof Error ? `The server says: ${cause.message}.` : undefined,
    fix: 'Apply the pending migrations first: agora migrate deploy',
    cause,
  });
}
