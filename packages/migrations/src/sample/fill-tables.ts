import { type Client, quoteIdentifier, sqlState } from '@agora/postgres';

import { referenceValues, type SeenRows } from './foreign-keys.ts';
import { inOrder } from './order.ts';
import { readTables } from './read-tables.ts';
import { satisfyChecks, valid } from './satisfy-checks.ts';
import type { SampleColumn, SampleReport, SampleTable, SampleType } from './types.ts';
import { candidates, hintsIn } from './values.ts';

/** How many rows each table is to have. */
export const ROWS = 2;

/** Further values that are tried when a row stands in the way of another. */
const ATTEMPTS = 24;

/**
 * Gives every table that has fewer than two rows some, made from the catalog alone: types, checks, foreign
 * keys, uniques, exclusion constraints and partitions are satisfied as far as can be. What a trigger
 * refuses is put in with `session_replication_role = replica`, and said so; a table that cannot be filled
 * is reported and left. The rows are the same on every run.
 *
 * @param client a connection to a scratch database, with no transaction open; needs to own the tables
 */
export async function fillTables(client: Client): Promise<SampleReport> {
  const tables = inOrder(await readTables(client));
  const counts = await countRows(client, tables);
  const unfilled: { table: string; reason: string }[] = [];
  const asleep: string[] = [];
  for (const table of tables) {
    const present = counts.get(table.label) ?? 0;
    if (present >= ROWS) continue;
    let made = present;
    let reason = '';
    for (let row = present + 1; row <= ROWS; row += 1) {
      const outcome = await addRow(client, table, row);
      if (outcome === 'added' || outcome === 'asleep') made += 1;
      if (outcome === 'asleep' && !asleep.includes(table.label)) asleep.push(table.label);
      if (typeof outcome === 'object') reason = outcome.reason;
    }
    counts.set(table.label, made);
    if (made < ROWS) unfilled.push({ table: table.label, reason });
  }
  return { filled: counts, unfilled, asleep };
}

/** Up to {@link ROWS} rows counted in each table. */
async function countRows(client: Client, tables: readonly SampleTable[]): Promise<Map<string, number>> {
  if (tables.length === 0) return new Map();
  const parts = tables.map(
    (table, index) =>
      `SELECT ${index} AS place, (SELECT count(*)::int FROM (SELECT FROM ${table.name} LIMIT ${ROWS}) t) AS rows`,
  );
  const { rows } = await client.query<{ place: number; rows: number }>(parts.join(' UNION ALL '));
  return new Map(rows.map((row) => [tables[row.place]?.label ?? '', row.rows]));
}

type Outcome = 'added' | 'asleep' | { readonly reason: string };

/** How much of a row is made up: everything, only what has no default, only what must be there. */
const MODES = ['all', 'no defaults', 'required'] as const;
type Mode = (typeof MODES)[number];

/** One attempt at a row. */
interface Wanted {
  readonly row: number;
  readonly attempt: number;
  readonly mode: Mode;
  readonly seen: SeenRows;
}

async function addRow(client: Client, table: SampleTable, row: number): Promise<Outcome> {
  if (table.homeless) return { reason: 'it is partitioned and has no partition' };
  let reason = '';
  let refused = false;
  const seen: SeenRows = new Map();
  for (const asleep of [false, true]) {
    // Asleep, foreign keys are not watched either: only what a trigger refuses is worth that.
    if (asleep && !refused) break;
    for (const mode of MODES) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const error = await insert(client, table, { row, attempt, mode, seen }, asleep);
        if (error === undefined) return asleep ? 'asleep' : 'added';
        if (reason === '' || !asleep) reason = error.message;
        if (!/^2[23]/.test(error.state)) refused = true;
        // Only a value that is taken, or out of every partition, is worth another one.
        if (!['23505', '23P01', '23514', '23503'].includes(error.state)) break;
      }
    }
  }
  return { reason };
}

async function insert(
  client: Client,
  table: SampleTable,
  wanted: Wanted,
  asleep: boolean,
): Promise<{ state: string; message: string } | undefined> {
  try {
    const values = await rowValues(client, table, wanted);
    const columns = [...values.keys()];
    const overriding = table.columns.some((column) => column.identity && values.has(column.name));
    const sql =
      columns.length === 0
        ? `INSERT INTO ${table.name} DEFAULT VALUES`
        : `INSERT INTO ${table.name} (${columns.map(quoteIdentifier).join(', ')})${overriding ? ' OVERRIDING SYSTEM VALUE' : ''} VALUES (${[...values.values()].join(', ')})`;
    // One message is one transaction: the setting ends with it, and deferred checks are done by then.
    await client.query(asleep ? `SET LOCAL session_replication_role TO replica; ${sql}` : sql);
    return undefined;
  } catch (error) {
    const state = sqlState(error);
    if (state === undefined) throw error;
    return { state, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Column name to SQL expression; a column that is left out takes its default. */
async function rowValues(
  client: Client,
  table: SampleTable,
  { row, attempt, mode, seen }: Wanted,
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  const keys = await referenceValues(client, table, row, attempt, seen);
  for (const [column, expression] of keys) values.set(column, expression);
  const open = table.columns.filter((column) => !values.has(column.name) && isMadeUp(column, mode));
  const choices = new Map(
    open.map((column): readonly [string, readonly string[]] => {
      const checks = table.checks.filter((check) => check.columns.includes(column.name));
      const hints = hintsIn(checks.map((check) => check.condition));
      const all = candidates(column.type, row + attempt * ROWS, hints);
      return [column.name, column.notNull ? all : [...all, `NULL::${column.type.sql}`]];
    }),
  );
  for (const column of open) {
    // A domain's own checks say no to some of the candidates of its base type.
    const list = choices.get(column.name);
    if (list !== undefined && hasDomain(column.type)) choices.set(column.name, await valid(client, list));
  }
  const chosen = await satisfyChecks(client, table, choices, values, attempt);
  for (const column of open) {
    const expression = chosen.get(column.name) ?? choices.get(column.name)?.[0];
    if (expression !== undefined) values.set(column.name, expression);
  }
  return values;
}

function hasDomain(type: SampleType): boolean {
  if (type.kind === 'd') return true;
  return [type.element, ...(type.attributes ?? [])].some((part) => part !== undefined && hasDomain(part));
}

function isMadeUp(column: SampleColumn, mode: Mode): boolean {
  // Numbers that the database deals out itself are left to it.
  if (column.hasDefault && (column.default === undefined || column.default.includes('nextval(')))
    return false;
  if (mode === 'all') return true;
  if (column.hasDefault) return false;
  return mode === 'no defaults' || column.notNull;
}
