import { type CopyValue, quoteIdentifier } from '@agora/postgres';

/** One row of a table, by column. */
export type SeedRow<Column extends string = string> = Readonly<Record<Column, CopyValue>>;

/** A table that seeds fill, as far as it can be told without a row of it. */
export interface SeededTable<Column extends string = string> {
  /** Name of what its rows are, in `agora.seed_versions` and wherever a part of the seeds is chosen. */
  readonly entity: string;
  /** Absent: found by the connection's search path. */
  readonly schema?: string;
  readonly table: string;
  /** Columns that are filled, in the order of COPY. */
  readonly columns: readonly Column[];
  /** Columns of the primary key, or of a unique constraint. */
  readonly key: readonly Column[];
  /** Entities that rows of this one refer to. */
  readonly needs: readonly string[];
  /** Raise it to have the seed applied again though its rows look the same. */
  readonly version: number;
  /** Columns that do not decide whether a seed has changed: slow to make, and made by a recipe of their own. */
  readonly unhashed?: readonly Column[];
}

/** A table of which each profile fills some parts, such as those of some tenants. */
export interface ScopedTable<Column extends string = string> extends SeededTable<Column> {
  /** The column that says to which part of the database a row belongs. */
  readonly scope: Column;
}

/** A table as SQL. */
export function tableSql({ schema, table }: Pick<SeededTable, 'schema' | 'table'>): string {
  return schema === undefined
    ? quoteIdentifier(table)
    : `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/**
 * Makes the rows of one table. `row` is pure: the same context and index give the same row, whatever was made before.
 */
export interface Factory<Context, Column extends string = string> extends ScopedTable<Column> {
  count(context: Context): number;
  row(context: Context, index: number): SeedRow<Column>;
}

/** Rows of one table that one context makes. */
export interface MadeRows<T extends SeededTable = SeededTable> {
  readonly factory: T;
  readonly rows: readonly SeedRow[];
}

/** Makes all rows that a factory makes of a context. */
export function makeRows<Context, T extends Factory<Context>>(factory: T, context: Context): MadeRows<T> {
  const rows = Array.from({ length: factory.count(context) }, (_, index) => factory.row(context, index));
  return { factory, rows };
}

/** The values of rows in the order of the table's columns. */
export function* valuesOf({ columns }: SeededTable, rows: readonly SeedRow[]): Generator<SeedRow[string][]> {
  for (const row of rows) yield columns.map((column) => row[column]!);
}

/** The values of the keys of rows, in the order of the key's columns. */
export function* keysOf(made: readonly MadeRows[]): Generator<SeedRow[string][]> {
  for (const { factory, rows } of made)
    for (const row of rows) yield factory.key.map((column) => row[column]!);
}
