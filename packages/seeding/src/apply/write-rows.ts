import { type Client, copyInto, quoteIdentifier } from '@agora/postgres';
import { type SeededTable, type SeedRow, valuesOf } from '../rows/index.ts';

/** Writes rows that are not there yet, by COPY straight into the table. */
export function insertRows(client: Client, table: SeededTable, rows: readonly SeedRow[]): Promise<number> {
  return copyInto(client, {
    table: quoteIdentifier(table.table),
    columns: table.columns,
    rows: valuesOf(table, rows),
  });
}

/**
 * Writes rows of which some are there already: by COPY into a temporary table, then one statement that inserts the
 * new ones and updates those that differ. Rows equal to what is stored are not touched.
 * @returns number of rows inserted or updated
 */
export async function upsertRows(
  client: Client,
  table: SeededTable,
  rows: readonly SeedRow[],
): Promise<number> {
  const staging = quoteIdentifier(`seed_${table.entity}`);
  const target = quoteIdentifier(table.table);
  const columns = table.columns.map(quoteIdentifier).join(', ');
  const others = table.columns.filter((column) => !table.key.includes(column)).map(quoteIdentifier);
  await client.query(
    `CREATE TEMPORARY TABLE ${staging} ON COMMIT DROP AS SELECT ${columns} FROM ${target} WITH NO DATA`,
  );
  await copyInto(client, { table: staging, columns: table.columns, rows: valuesOf(table, rows) });
  const set = others.map((column) => `${column} = EXCLUDED.${column}`).join(', ');
  const before = others.map((column) => `target.${column}`).join(', ');
  const after = others.map((column) => `EXCLUDED.${column}`).join(', ');
  const action =
    others.length === 0 ? 'NOTHING' : `UPDATE SET ${set} WHERE (${before}) IS DISTINCT FROM (${after})`;
  const { rowCount } = await client.query(
    `INSERT INTO ${target} AS target (${columns}) SELECT ${columns} FROM ${staging}
     ON CONFLICT (${table.key.map(quoteIdentifier).join(', ')}) DO ${action}`,
  );
  return rowCount ?? 0;
}
