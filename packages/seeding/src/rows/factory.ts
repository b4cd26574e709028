import type { CopyValue } from '@agora/postgres';

/** One row of a table, by column. */
export type SeedRow<Column extends string = string> = Readonly<Record<Column, CopyValue>>;

/** A table that seeds fill, as far as it can be told without a row of it. */
export interface SeededTable<Column extends string = string> {
  /** Name of what its rows are, in `agora.seed_versions` and wherever a part of the seeds is chosen. */
  readonly entity: string;
  readonly table: string;
  /** Columns that are filled, in the order of COPY. */
  readonly columns: readonly Column[];
  /** Columns of the primary key: texts, numbers, booleans or uuids. */
  readonly key: readonly Column[];
  /** The column that says to which part of the database a row belongs, such as its tenant: a profile fills some parts. */
  readonly scope: Column;
  /** Entities that rows of this one refer to. */
  readonly needs: readonly string[];
  /** Raise it to have the seed applied again though its rows look the same. */
  readonly version: number;
  /** Columns that do not decide whether a seed has changed: slow to make, and made by a recipe of their own. */
  readonly unhashed?: readonly Column[];
}

/**
 * Makes the rows of one table. `row` is pure: the same context and index give the same row, whatever was made before.
 */
export interface Factory<Context, Column extends string = string> extends SeededTable<Column> {
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
