import type { ColumnType, FillableColumn, FillableTable } from '@agora/catalog';
import { type Client, identifier, quoteIdentifier, sqlState, statementTokens } from '@agora/postgres';

import { rowHash } from './content.ts';
import { referenceValues, type SeenRows } from './foreign-keys.ts';
import { choicesFor } from './row-choices.ts';
import { withTriggersAsleep } from './triggers-asleep.ts';
import { satisfyChecks, valid } from './satisfy-checks.ts';
import type { RowKind } from './types.ts';

/** Further values that are tried when a row stands in the way of another. */
const ATTEMPTS = 24;
/** So many values on, a row that is in the way looks for another. */
const STRIDE = 2;

interface Inserted {
  /** Of the whole row, as {@link rowHash} has it; empty unless it is tracked. */
  readonly hash: string;
  /** Its columns that are null. */
  readonly nulls: readonly string[];
}

/** A row that went in, with its triggers asleep if need be, or why there is none. */
export type Outcome = (Inserted & { readonly asleep: boolean }) | { readonly reason: string };

/** How much of a row is made up: everything, only what has no default, only what must be there. */
const MODES = ['all', 'no defaults', 'required'] as const;
type Mode = (typeof MODES)[number];

/** One attempt at a row. */
interface Wanted {
  readonly row: number;
  readonly kind: RowKind;
  readonly stride: number;
  readonly tracked: boolean;
  readonly attempt: number;
  readonly mode: Mode;
  readonly seen: SeenRows;
}

export interface RowOptions {
  readonly kind?: RowKind;
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
  for (const asleep of [false, true]) {
    // Asleep, foreign keys are not watched either: only what a trigger refuses is worth that.
    if (asleep && !refused) break;
    for (const mode of MODES) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const result = await insert(
          client,
          table,
          { row, kind, stride, tracked, attempt, mode, seen },
          asleep,
        );
        if ('hash' in result) return { ...result, asleep };
        if (reason === '' || !asleep) reason = result.message;
        if (!/^(?:2[23]|$)/.test(result.state)) refused = true;
        // Only a value that is taken, or out of every partition, is worth another one.
        if (!['23505', '23P01', '23514', '23503'].includes(result.state)) break;
      }
    }
  }
  return { reason };
}

async function insert(
  client: Client,
  table: FillableTable,
  wanted: Wanted,
  asleep: boolean,
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
      ? ` RETURNING ${rowHash(table)} AS hash, ARRAY[${openColumns(table)
          .map((name) => `${quoteIdentifier(name)} IS NULL`)
          .join(', ')}]::bool[] AS nulls`
      : '';
    const answer = await (asleep
      ? withTriggersAsleep(client, () => client.query<Returned>(`${sql}${returning}`))
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

/** Columns that may be null. */
export const openColumns = (table: FillableTable): string[] =>
  table.columns.filter((column) => !column.notNull).map((column) => column.name);

interface Returned {
  readonly hash: string;
  readonly nulls: readonly boolean[];
}

/** Column name to SQL expression; a column that is left out takes its default. */
async function rowValues(client: Client, table: FillableTable, wanted: Wanted): Promise<Map<string, string>> {
  const { row, attempt, mode, seen, kind, stride } = wanted;
  const values = new Map<string, string>();
  const keys = await referenceValues(client, table, row, attempt, seen, pointsNowhere(table, kind, attempt));
  for (const [column, expression] of keys) values.set(column, expression);
  const open = table.columns.filter((column) => !values.has(column.name) && isMadeUp(column, mode, kind));
  const choices = new Map(
    open.map((column): readonly [string, readonly string[]] => [
      column.name,
      choicesFor(table, column, { row: row + attempt * stride, attempt, kind }),
    ]),
  );
  for (const column of open) {
    // A domain's own checks say no to some of the candidates of its base type.
    const list = choices.get(column.name);
    if (list !== undefined && (hasDomain(column.type) || kind.kind === 'literal'))
      choices.set(column.name, await valid(client, list));
  }
  const checked = kind.kind === 'condition' ? withCondition(table, kind.condition) : table;
  const chosen = await satisfyChecks(client, checked, choices, values, attempt);
  for (const column of open) {
    const expression = chosen.get(column.name) ?? choices.get(column.name)?.[0];
    if (expression !== undefined) values.set(column.name, expression);
  }
  return values;
}

/** A row that is to be null wherever it may points at nothing; at something only if that is not allowed. */
function pointsNowhere(table: FillableTable, kind: RowKind, attempt: number): ReadonlyMap<string, string> {
  if (kind.kind !== 'nulls' || attempt > 1) return new Map();
  const columns = table.foreignKeys.flatMap((key) => key.columns);
  return new Map(
    openColumns(table)
      .filter((name) => columns.includes(name) && !kind.except.has(name))
      .map((name) => [name, 'NULL']),
  );
}

/** The condition counts as one more check, which must be true and not only unknown. */
function withCondition(table: FillableTable, condition: string): FillableTable {
  const words = new Set(statementTokens(condition).map(identifier));
  const columns = table.columns.map(({ name }) => name).filter((name) => words.has(name));
  return { ...table, checks: [...table.checks, { condition: `(${condition}) IS TRUE`, columns }] };
}

function hasDomain(type: ColumnType): boolean {
  if (type.kind === 'd') return true;
  return [type.element, ...(type.attributes ?? [])].some((part) => part !== undefined && hasDomain(part));
}

function isMadeUp(column: FillableColumn, mode: Mode, kind: RowKind): boolean {
  // Numbers that the database deals out itself are left to it.
  if (column.hasDefault && (column.default === undefined || column.default.includes('nextval(')))
    return false;
  if (mode === 'all' || (kind.kind === 'nulls' && !column.notNull)) return true;
  if (column.hasDefault) return false;
  return mode === 'no defaults' || column.notNull;
}
