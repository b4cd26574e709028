import { type FillableTable, readTables } from '@agora/catalog';
import { type Client, quoteIdentifier, sqlState } from '@agora/postgres';

import { rowMark } from './rows/row-hash.ts';
import type { RowKind } from './rows/row-kind.ts';
import { rowValues } from './rows/row-values.ts';
import { inOrder } from './table-order.ts';

/** Further values that are tried when one stands in the way of another. */
const ATTEMPTS = 4;

/** Columns that a table was given after its rows had been made up: they are NULL there. */
export interface LateColumns {
  /** `schema.table`. */
  readonly table: string;
  readonly columns: readonly string[];
  /** The rows that are not made up, as {@link rowMark} has them; they stay as they are. */
  readonly others: ReadonlySet<string>;
}

/**
 * Gives made-up rows values in columns that came later, as if the rows were made now. What a row does not take stays
 * NULL; what is no NULL any more stays as it is.
 */
export async function fillLateColumns(client: Client, late: readonly LateColumns[]): Promise<void> {
  if (late.length === 0) return;
  for (const table of inOrder(await readTables(client))) {
    const own = late.find((one) => one.table === table.label);
    const open = table.columns.filter(({ name, notNull }) => !notNull && own?.columns.includes(name));
    if (own === undefined || open.length === 0) continue;
    const names = open.map(({ name }) => name);
    const isNull = names.map((name) => `${quoteIdentifier(name)} IS NULL`).join(' OR ');
    const { rows } = await client.query<{ mark: string }>(
      `SELECT ${rowMark(table)} AS mark FROM ${table.name} WHERE ${isNull} ORDER BY 1`,
    );
    const made = rows.map(({ mark }) => mark).filter((mark) => !own.others.has(mark));
    for (const [index, mark] of made.entries()) await fillRow(client, table, { row: index + 1, mark, names });
  }
}

async function fillRow(
  client: Client,
  table: FillableTable,
  { row, mark, names }: { readonly row: number; readonly mark: string; readonly names: readonly string[] },
): Promise<void> {
  const kind: RowKind = { kind: 'plain' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const wanted = {
      row,
      kind,
      stride: ATTEMPTS,
      tracked: false,
      attempt,
      mode: 'all',
      seen: new Map(),
    } as const;
    try {
      const values = await rowValues(client, table, wanted);
      const sets = names.flatMap((name) => {
        const value = values.get(name);
        const column = quoteIdentifier(name);
        return value === undefined ? [] : [`${column} = coalesce(${column}, ${value})`];
      });
      if (sets.length > 0)
        await client.query(`UPDATE ${table.name} SET ${sets.join(', ')} WHERE ${rowMark(table)} = '${mark}'`);
      return;
    } catch (error) {
      if (sqlState(error) === undefined) throw error;
    }
  }
}
