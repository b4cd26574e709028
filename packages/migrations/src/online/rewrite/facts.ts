import type { Name } from '@agora/postgres/parser';

import type { Expansion } from '../expand/expansion.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import type { Draft } from './step.ts';

/** A table as the database has it before the migration. */
export interface TableState {
  readonly columns: ReadonlyMap<string, { readonly type: string; readonly notNull: boolean }>;
  /** Columns of the primary key, else of a unique key of all rows that holds no NULL; empty without one. */
  readonly key: readonly string[];
  readonly partitioned: boolean;
  /** Whether other tables inherit from it, whose rows no index of it covers. */
  readonly inherited?: boolean;
  /** Its partitions, in the order of their names. */
  readonly partitions: readonly Name[];
}

/** An expansion whose files are not named yet. */
export interface PreparedExpansion {
  readonly expansion: Expansion;
  /** Stands in its texts for the name of the first file. */
  readonly placeholder: string;
  /** A later statement that the contraction does in its place: DROP TYPE of the old type. */
  readonly instead?: string;
  /** Statements about the default of its column that have no place any more: the swap does as they say. */
  readonly absorbs?: readonly string[];
  /** What it becomes as if it stood alone: those before it in the file may become something else than they are. */
  readonly alone?: PreparedExpansion;
}

/** What the database holds before the migration. */
export interface Facts {
  /** Major version of the server. */
  readonly version: number;
  /** By `schema.table`. */
  readonly tables: ReadonlyMap<string, TableState>;
  /** Names of constraints and indexes, as `schema.name`. */
  readonly taken: ReadonlySet<string>;
  /** Materialized views with a unique index of all rows, and filled: they can be refreshed CONCURRENTLY. */
  readonly refreshable: ReadonlySet<string>;
  /** What renames and changes of type become by expansion, by their statement; of the script that is rewritten. */
  readonly expansions: ReadonlyMap<string, PreparedExpansion>;
  /** What enums that are made anew become, by their first statement. */
  readonly rebuilds: ReadonlyMap<string, PreparedRebuild>;
}

/** An enum that is made anew with other values: CREATE TYPE, changes of type, renames, DROP TYPE. */
export interface PreparedRebuild {
  /** How many statements it takes. */
  readonly length: number;
  readonly becomes: { readonly drafts: readonly Draft[] } | { readonly reason: string };
}

/** A table of that name, as it was before the migration. */
export function stateOf(facts: Facts, model: SchemaModel, table: Name): TableState | undefined {
  return facts.tables.get(model.key(table));
}

/** Whether no row of a column can be NULL, as far as script and database tell. */
export function isRequired(facts: Facts, model: SchemaModel, table: Name, column: string): boolean {
  return (
    model.column(table, column)?.notNull ??
    stateOf(facts, model, table)?.columns.get(column)?.notNull ??
    false
  );
}

/** Columns along which the rows of a table can be gone over where a statement stands: a unique key without a NULL. */
export function keyOf(facts: Facts, model: SchemaModel, table: Name): readonly string[] {
  const state = stateOf(facts, model, table);
  if (state?.inherited === true) return [];
  const before = state?.key ?? [];
  const now = model.table(table)?.uniques?.filter(({ goneIn }) => goneIn === undefined);
  const stands = now?.some(({ columns }) => columns.join('\0') === before.join('\0')) ?? true;
  if (stands) return before;
  // The script has dropped it, and may have made another.
  const other = now?.find(({ columns }) => columns.every((one) => isRequired(facts, model, table, one)));
  return other?.columns ?? [];
}

/** Why the rows of a table without such columns cannot be gone over. */
export function noKeyReason(facts: Facts, model: SchemaModel, table: Name): string {
  return stateOf(facts, model, table)?.inherited === true
    ? 'other tables inherit from it, and no index of it covers their rows: change the rows of each table by itself, ONLY'
    : 'the table has no unique key without NULL, by which its rows could be walked in batches: give it a primary key';
}
