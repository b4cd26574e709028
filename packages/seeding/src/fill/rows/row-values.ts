import type { ColumnType, FillableColumn, FillableTable } from '@agora/catalog';
import { type Client, identifier, quoteIdentifier, statementTokens } from '@agora/postgres';

import { referenceValues, type SeenRows } from './foreign-keys.ts';
import { choicesFor } from './row-choices.ts';
import type { RowKind } from './row-kind.ts';
import { satisfyChecks, valid } from './satisfy-checks.ts';

/** How much of a row is made up: everything, only what has no default, only what must be there. */
export const MODES = ['all', 'no defaults', 'required'] as const;
type Mode = (typeof MODES)[number];

/** One attempt at a row. */
export interface WantedRow {
  readonly row: number;
  readonly kind: RowKind;
  readonly stride: number;
  readonly tracked: boolean;
  readonly attempt: number;
  readonly mode: Mode;
  readonly seen: SeenRows;
}

/** Column name to SQL expression; a column that is left out takes its default. */
export async function rowValues(
  client: Client,
  table: FillableTable,
  wanted: WantedRow,
): Promise<Map<string, string>> {
  const { row, attempt, mode, seen, kind, stride } = wanted;
  const values = new Map<string, string>();
  const settled = pointsNowhere(table, kind, attempt);
  const keys = await referenceValues(client, table, { row, attempt, seen, settled });
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
  const chosen = await satisfyChecks(client, checked, { choices, fixed: values, skip: attempt });
  for (const column of open) {
    const expression = chosen.get(column.name) ?? choices.get(column.name)?.[0];
    if (expression !== undefined) values.set(column.name, expression);
  }
  if (kind.kind === 'twin') {
    for (const [name, expression] of copiedValues(table, values)) values.set(name, expression);
  }
  return values;
}

/** Of columns that no key keeps apart, the values of the first row. */
function copiedValues(
  table: FillableTable,
  values: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const apart = new Set(table.uniques.flat());
  return [...values.keys()]
    .filter((name) => !apart.has(name))
    .map((name) => [
      name,
      `(SELECT ${quoteIdentifier(name)} FROM ${table.name} ORDER BY tableoid, ctid LIMIT 1)`,
    ]);
}

/** Columns that may be null. */
export const openColumns = (table: FillableTable): string[] =>
  table.columns.filter((column) => !column.notNull).map((column) => column.name);

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
