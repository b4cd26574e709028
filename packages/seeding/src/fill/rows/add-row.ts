import type { FillableTable } from '@agora/catalog';
import { type Client, quoteIdentifier, SQLSTATE, sqlState } from '@agora/postgres';

import type { SeenRows } from './foreign-keys.ts';
import { rowMark } from './row-hash.ts';
import type { RowKind } from './row-kind.ts';
import { MODES, openColumns, rowValues, type WantedRow } from './row-values.ts';
import { withTriggersOff } from './triggers-off.ts';

/** Further values that are tried when a row stands in the way of another. */
const ATTEMPTS = 24;
/** With these, another value may do: it is taken, or lies outside of every partition or what a check allows. */
const MAY_PASS: readonly string[] = [
  SQLSTATE.uniqueViolation,
  SQLSTATE.exclusionViolation,
  SQLSTATE.checkViolation,
  SQLSTATE.foreignKeyViolation,
];
/** So many values on, a row that is in the way looks for another. */
const STRIDE = 2;

interface Inserted {
  /** Tells the row from others, as {@link rowMark} has it; empty unless it is tracked. */
  readonly hash: string;
  /** Its columns that are null. */
  readonly nulls: readonly string[];
}

/** A row that went in, with its triggers off if need be, or why there is none. */
export type Outcome = (Inserted & { readonly triggersOff: boolean }) | { readonly reason: string };

interface RowOptions {
  readonly kind?: RowKind | undefined;
  /** Values tried when one is taken. Default 24. */
  readonly attempts?: number;
  /** How far apart the values of two attempts lie. Default 2, the rows of a table. */
  readonly stride?: number;
  /** Say what the row came to be. */
  readonly tracked?: boolean;
}

/**
 * Puts one made-up row into a table.
 * @param row its number, from 1: rows of different numbers differ
 */
export async function addRow(
  client: Client,
  table: FillableTable,
  row: number,
  { kind = { kind: 'plain' }, attempts = ATTEMPTS, stride = STRIDE, tracked = false }: RowOptions = {},
): Promise<Outcome> {
  if (table.homeless) return { reason: 'it is partitioned and has no partition' };
  let reason = '';
  let refused = false;
  const seen: SeenRows = new Map();
  for (const triggersOff of [false, true]) {
    // Asleep, foreign keys are not watched either: only what a trigger refuses is worth that.
    if (triggersOff && !refused) break;
    for (const mode of MODES) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const result = await insert(
          client,
          table,
          { row, kind, stride, tracked, attempt, mode, seen },
          triggersOff,
        );
        if ('hash' in result) return { ...result, triggersOff };
        if (reason === '' || !triggersOff) reason = result.message;
        if (!/^(?:2[23]|$)/.test(result.state)) refused = true;
        if (!MAY_PASS.includes(result.state)) break;
      }
    }
  }
  return { reason };
}

async function insert(
  client: Client,
  table: FillableTable,
  wanted: WantedRow,
  triggersOff: boolean,
): Promise<Inserted | { readonly state: string; readonly message: string }> {
  try {
    const values = await rowValues(client, table, wanted);
    const columns = [...values.keys()];
    const overriding = table.columns.some((column) => column.identity && values.has(column.name));
    const sql =
      columns.length === 0
        ? `INSERT INTO ${table.name} DEFAULT VALUES`
        : `INSERT INTO ${table.name} (${columns.map(quoteIdentifier).join(', ')})${overriding ? ' OVERRIDING SYSTEM VALUE' : ''} VALUES (${[...values.values()].join(', ')})`;
    // A view's or a rule's insert returns nothing, so only who needs it asks.
    const returning = wanted.tracked
      ? ` RETURNING ${rowMark(table)} AS hash, ARRAY[${openColumns(table)
          .map((name) => `${quoteIdentifier(name)} IS NULL`)
          .join(', ')}]::bool[] AS nulls`
      : '';
    const answer = await (triggersOff
      ? withTriggersOff(client, () => client.query<Returned>(`${sql}${returning}`))
      : client.query<Returned>(`${sql}${returning}`));
    if (!wanted.tracked) return { hash: '', nulls: [] };
    const [row] = answer.rows;
    if (row === undefined) return { state: '', message: 'the table took the row elsewhere' };
    return { hash: row.hash, nulls: openColumns(table).filter((_, index) => row.nulls[index] === true) };
  } catch (error) {
    const state = sqlState(error);
    if (state === undefined) throw error;
    return { state, message: error instanceof Error ? error.message : String(error) };
  }
}

interface Returned {
  readonly hash: string;
  readonly nulls: readonly boolean[];
}
