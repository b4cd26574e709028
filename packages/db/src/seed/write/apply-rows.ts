import { type Client, copyInto, quoteIdentifier } from '@agora/postgres';
import type { Factory, SeedRow } from '../factories/factory.ts';

/** Writes rows that are not there yet, by COPY straight into the table. */
export function insertRows(client: Client, factory: Factory, rows: readonly SeedRow[]): Promise<number> {
  return copyInto(client, {
    table: quoteIdentifier(factory.table),
    columns: factory.columns,
    rows: valuesOf(factory, rows),
  });
}

/**
 * Writes rows of which some are there already: by COPY into a temporary table, then one statement that inserts the
 * new ones and updates those that differ. Rows equal to what is stored are not touched.
 * @returns number of rows inserted or updated
 */
export async function upsertRows(
  client: Client,
  factory: Factory,
  rows: readonly SeedRow[],
): Promise<number> {
  const staging = quoteIdentifier(`seed_${factory.entity}`);
  const table = quoteIdentifier(factory.table);
  const columns = factory.columns.map(quoteIdentifier).join(', ');
  const others = factory.columns.filter((column) => !factory.key.includes(column)).map(quoteIdentifier);
  await client.query(
    `CREATE TEMPORARY TABLE ${staging} ON COMMIT DROP AS SELECT ${columns} FROM ${table} WITH NO DATA`,
  );
  await copyInto(client, { table: staging, columns: factory.columns, rows: valuesOf(factory, rows) });
  const set = others.map((column) => `${column} = EXCLUDED.${column}`).join(', ');
  const before = others.map((column) => `target.${column}`).join(', ');
  const after = others.map((column) => `EXCLUDED.${column}`).join(', ');
  const action =
    others.length === 0 ? 'NOTHING' : `UPDATE SET ${set} WHERE (${before}) IS DISTINCT FROM (${after})`;
  const { rowCount } = await client.query(
    `INSERT INTO ${table} AS target (${columns}) SELECT ${columns} FROM ${staging}
     ON CONFLICT (${factory.key.map(quoteIdentifier).join(', ')}) DO ${action}`,
  );
  return rowCount ?? 0;
}

/** Key of a row within its community: the primary key's columns after the community's id. */
export function ownKey(factory: Factory): string[] {
  return factory.key.slice(1);
}

function* valuesOf(factory: Factory, rows: readonly SeedRow[]): Generator<SeedRow[string][]> {
  for (const row of rows) yield factory.columns.map((column) => row[column]!);
}
