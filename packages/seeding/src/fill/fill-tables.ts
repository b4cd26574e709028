import { type FillableTable, readTables } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { addRow } from './rows/add-row.ts';
import { setLateReferences } from './late-references.ts';
import type { RowKind } from './rows/row-kind.ts';
import { inOrder } from './table-order.ts';

/** How many rows each table is to have. */
export const ROWS = 2;

/** What became of the tables. */
export interface FillReport {
  /** Rows there are in each table, by qualified name. */
  readonly filled: ReadonlyMap<string, number>;
  /** Tables that could not be given two rows, and why. */
  readonly unfilled: readonly { readonly table: string; readonly reason: string }[];
  /** Tables that took rows only with their triggers and foreign keys off (session_replication_role = replica). */
  readonly triggersOff: readonly string[];
}

/**
 * Gives every table that has fewer than two rows some, made from the catalog alone: types, checks, foreign keys, uniques,
 * exclusion constraints and partitions are satisfied as far as can be. What a trigger refuses is put in with triggers off
 * and reported, as is a table that stays empty. The same rows on every run.
 * @param client a connection to a scratch database, with no transaction open; needs to own the tables
 * @param options.tables those of the database, where they have been read already
 * @param options.first number of the first row, from 1: what is filled in by another call with another number differs
 * @param options.leaves which tables to leave as they are; none unless told
 * @param options.kindOf what a row of a table is to show; plain unless told
 */
export async function fillTables(
  client: Client,
  options: {
    readonly tables?: readonly FillableTable[];
    readonly first?: number;
    readonly leaves?: (table: FillableTable) => boolean;
    readonly kindOf?: (table: FillableTable, row: number) => RowKind | undefined;
  } = {},
): Promise<FillReport> {
  const { first = 1, kindOf = () => undefined, leaves = () => false } = options;
  const tables = inOrder(options.tables ?? (await readTables(client))).filter((table) => !leaves(table));
  const counts = await countRows(client, tables);
  const empty = new Set(tables.filter(({ label }) => (counts.get(label) ?? 0) === 0));
  const unfilled: { table: string; reason: string }[] = [];
  const triggersOff: string[] = [];
  for (const table of tables) {
    const present = counts.get(table.label) ?? 0;
    if (present >= ROWS) continue;
    let made = present;
    let reason = '';
    for (let row = present + 1; row <= ROWS; row += 1) {
      const outcome = await addRow(client, table, first - 1 + row, { kind: kindOf(table, row) });
      if ('reason' in outcome) {
        reason = outcome.reason;
        continue;
      }
      made += 1;
      if (outcome.triggersOff && !triggersOff.includes(table.label)) triggersOff.push(table.label);
    }
    counts.set(table.label, made);
    if (made < ROWS) unfilled.push({ table: table.label, reason });
  }
  await setLateReferences(client, tables, empty);
  return { filled: counts, unfilled, triggersOff };
}

/** Up to {@link ROWS} rows counted in each table. */
async function countRows(client: Client, tables: readonly FillableTable[]): Promise<Map<string, number>> {
  if (tables.length === 0) return new Map();
  const parts = tables.map(
    (table, index) =>
      `SELECT ${index} AS place, (SELECT count(*)::int FROM (SELECT FROM ${table.name} LIMIT ${ROWS}) t) AS rows`,
  );
  const { rows } = await client.query<{ place: number; rows: number }>(parts.join(' UNION ALL '));
  return new Map(rows.map((row) => [tables[row.place]?.label ?? '', row.rows]));
}
