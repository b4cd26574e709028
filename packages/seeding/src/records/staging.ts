import { type Client, copyInto, type CopyValue, quoteIdentifier } from '@agora/postgres';

/** Rows to be looked at by SQL. */
export interface StagedRows {
  /** The table whose columns they have, as SQL. */
  readonly table: string;
  readonly columns: readonly string[];
  /** A value for each column. */
  readonly rows: Iterable<readonly CopyValue[]>;
}

/** Number of a staged row, from 1; beside its columns. */
export const ROW_NUMBER = 'seed row';

const STAGING = 'pg_temp.seed_staging';

/**
 * Puts rows into a temporary table by COPY, where each value has the type of its column.
 * @param use receives the table as SQL
 */
export async function withStaged<T>(
  client: Client,
  { table, columns, rows }: StagedRows,
  use: (staging: string) => Promise<T>,
): Promise<T> {
  const number = quoteIdentifier(ROW_NUMBER);
  await client.query(
    `CREATE TEMPORARY TABLE seed_staging ON COMMIT DROP AS
       SELECT 0 AS ${number}, ${columns.map(quoteIdentifier).join(', ')} FROM ${table} WITH NO DATA`,
  );
  await copyInto(client, { table: STAGING, columns: [ROW_NUMBER, ...columns], rows: numbered(rows) });
  const result = await use(STAGING);
  await client.query(`DROP TABLE ${STAGING}`);
  return result;
}

function* numbered(rows: StagedRows['rows']): Generator<readonly CopyValue[]> {
  let number = 0;
  for (const row of rows) yield [(number += 1), ...row];
}
