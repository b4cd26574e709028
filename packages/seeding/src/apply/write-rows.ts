import { type Client, copyInto, quoteIdentifier } from '@agora/postgres';
import { withStaged } from '../records/index.ts';
import { type SeededTable, type SeedRow, tableSql, valuesOf } from '../rows/index.ts';

/** Writes rows that are not there yet, by COPY straight into the table. */
export function insertRows(client: Client, table: SeededTable, rows: readonly SeedRow[]): Promise<number> {
  return copyInto(client, { table: tableSql(table), columns: table.columns, rows: valuesOf(table, rows) });
}

/**
 * Writes rows of which some are there already: by COPY into a temporary table, then one statement that inserts the
 * new ones and updates those that differ. Rows equal to what is stored are not touched.
 * @returns number of rows inserted or updated
 */
export function upsertRows(client: Client, table: SeededTable, rows: readonly SeedRow[]): Promise<number> {
  const staged = { table: tableSql(table), columns: table.columns, rows: valuesOf(table, rows) };
  return withStaged(client, staged, (staging) => mergeStaged(client, staging, table));
}

/** What a row that is there already keeps. */
export interface MergeOptions {
  /** Columns that only a new row is given. */
  readonly insertOnly?: ReadonlySet<string>;
  /** Columns that are written when another one differs. */
  readonly touched?: ReadonlySet<string>;
  /** Columns of types without equality, which are compared as text. */
  readonly incomparable?: ReadonlySet<string>;
}

/**
 * Inserts staged rows whose key is new and updates those that differ.
 * @returns number of rows inserted or updated
 */
export async function mergeStaged(
  client: Client,
  staging: string,
  table: SeededTable,
  { insertOnly, touched, incomparable }: MergeOptions = {},
): Promise<number> {
  const columns = table.columns.map(quoteIdentifier).join(', ');
  const others = table.columns.filter(
    (column) => !table.key.includes(column) && insertOnly?.has(column) !== true,
  );
  const compared = others.filter((column) => touched?.has(column) !== true);
  const set = others.map(quoteIdentifier).map((column) => `${column} = EXCLUDED.${column}`);
  const side = (alias: string): string =>
    compared
      .map(
        (column) =>
          `${alias}.${quoteIdentifier(column)}${incomparable?.has(column) === true ? '::text' : ''}`,
      )
      .join(', ');
  const action =
    compared.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${set.join(', ')} WHERE (${side('target')}) IS DISTINCT FROM (${side('EXCLUDED')})`;
  const { rowCount } = await client.query(
    `INSERT INTO ${tableSql(table)} AS target (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${staging}
     ON CONFLICT (${table.key.map(quoteIdentifier).join(', ')}) DO ${action}`,
  );
  return rowCount ?? 0;
}
