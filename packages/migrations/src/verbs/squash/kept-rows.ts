import { type FillableTable, readTables } from '@agora/catalog';
import { type Client, quoteIdentifier } from '@agora/postgres';

import { withAllRows } from '../../proof/all-rows.ts';

/** More than this is no reference data, and a script that nobody reads. */
const MOST_ROWS = 10_000;
const PER_STATEMENT = 100;

/** What a history leaves in an empty database, as the statements that bring it there, or why it cannot be written so. */
export type KeptRows =
  | { readonly statements: readonly string[]; readonly rows: number }
  | { readonly reason: string };

/** Reads every row and how far each sequence has come. A table comes after those that it points at. */
export async function keptRows(client: Client): Promise<KeptRows> {
  const filled: { readonly table: FillableTable; readonly values: readonly string[] }[] = [];
  for (const table of await readTables(client)) {
    if (table.bareName === '_prisma_migrations' || table.columns.length === 0) continue;
    const values = await readValues(client, table);
    if (values.length > MOST_ROWS)
      return { reason: `they leave more than ${MOST_ROWS} rows in ${table.label}` };
    if (values.length > 0) filled.push({ table, values });
  }
  const ordered = inOrder(filled.map(({ table }) => table));
  if ('cycle' in ordered) return { reason: `the rows of ${ordered.cycle} point at each other in a circle` };
  const statements: string[] = [];
  for (const table of ordered) {
    const { values = [] } = filled.find((one) => one.table === table) ?? {};
    statements.push(...(await insertsOf(client, table, values)));
  }
  const rows = filled.reduce((sum, { values }) => sum + values.length, 0);
  return { statements: [...statements, ...(await positions(client))], rows };
}

/** By name, since two databases may have them in another order. */
const columnsOf = (table: FillableTable): string[] =>
  table.columns.map(({ name }) => quoteIdentifier(name)).toSorted();

/** A row each, as `(value, ...)`. */
async function readValues(client: Client, table: FillableTable): Promise<readonly string[]> {
  const values = columnsOf(table).map((column) => `pg_catalog.quote_nullable(${column}::text)`);
  const text = `SELECT pg_catalog.concat_ws(', ', ${values.join(', ')}) AS row FROM ${table.name} ORDER BY 1 LIMIT ${MOST_ROWS + 1}`;
  const { rows } = await withAllRows(client, () => client.query<{ row: string }>(text));
  return rows.map(({ row }) => `(${row})`);
}

async function insertsOf(
  client: Client,
  table: FillableTable,
  values: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ fires: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = $1::oid AND NOT tgisinternal) AS fires',
    [table.oid],
  );
  // The rows are what the triggers have made of them already.
  const quiet = (how: string): string[] =>
    rows[0]?.fires ? [`ALTER TABLE ${table.name} ${how} TRIGGER USER`] : [];
  // Rows that point at each other go in together: a foreign key is checked at the end of the statement.
  const own = table.foreignKeys.some(({ target }) => target === table.oid);
  const size = own ? values.length : PER_STATEMENT;
  const inserts = Array.from(
    { length: Math.ceil(values.length / size) },
    (_, index) =>
      `INSERT INTO ${table.name} (${columnsOf(table).join(', ')}) OVERRIDING SYSTEM VALUE VALUES\n  ${values.slice(index * size, (index + 1) * size).join(',\n  ')}`,
  );
  return [...quiet('DISABLE'), ...inserts, ...quiet('ENABLE')];
}

function inOrder(tables: readonly FillableTable[]): readonly FillableTable[] | { readonly cycle: string } {
  const left = new Set(tables);
  const ordered: FillableTable[] = [];
  while (left.size > 0) {
    const pointsAt = (table: FillableTable): boolean =>
      table.foreignKeys.some(
        ({ target }) => target !== table.oid && [...left].some(({ oid }) => oid === target),
      );
    const next = [...left].find((table) => !pointsAt(table));
    if (next === undefined) return { cycle: [...left].map(({ label }) => label).join(', ') };
    ordered.push(next);
    left.delete(next);
  }
  return ordered;
}

/** Where sequences stand that are no longer at their start: used, or set by RESTART, which pg_sequences does not show. */
async function positions(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; start: string }>(
    `SELECT pg_catalog.format('%I.%I', schemaname, sequencename) AS name, start_value::text AS start
       FROM pg_catalog.pg_sequences WHERE schemaname <> 'agora' ORDER BY schemaname, sequencename`,
  );
  const statements: string[] = [];
  for (const { name, start } of rows) {
    const at = await client.query<{ value: string; called: boolean; literal: string }>(
      `SELECT last_value::text AS value, is_called AS called, pg_catalog.quote_literal($1) AS literal FROM ${name}`,
      [name],
    );
    for (const { value, called, literal } of at.rows) {
      if (called) statements.push(`SELECT pg_catalog.setval(${literal}, ${value})`);
      else if (value !== start) statements.push(`SELECT pg_catalog.setval(${literal}, ${value}, false)`);
    }
  }
  return statements;
}
