import type { Origin } from '../../../script/model/schema-model.ts';
import type { WriteEvent } from '../taking.ts';

/** What is asked of the rows that are there. */
export type Question =
  /** Counts as `rows`. */
  | { readonly kind: 'count'; readonly sql: string }
  /** The same, once it is known which columns are the primary key of a table. */
  | { readonly kind: 'key'; readonly of: Origin; readonly sql: (key: readonly string[]) => string }
  /** The same, over the keys of a partitioned table, its oid, and its default partition, if it has one. */
  | {
      readonly kind: 'bounds';
      readonly of: Origin;
      /** Empty where nothing is to be asked. */
      readonly sql: (keys: readonly string[], parent: string, rest: string | undefined) => string;
    }
  /** All columns of a domain: how many values do not meet a condition over `value`. */
  | { readonly kind: 'domain'; readonly of: Origin; readonly condition: string }
  /** Triggers that raise an exception when rows are written. */
  | {
      readonly kind: 'raised';
      readonly event: WriteEvent;
      /** What is dropped or disabled before: triggers. */
      readonly without: ReadonlySet<string>;
    }
  /** Rows that others refer to, and that are deleted: what follows FROM. */
  | {
      readonly kind: 'deleted';
      readonly rows: string;
      /** Whether the script drops what bears a name, or writes to it, so that those rows may refer to them no more. */
      readonly isGone: (name: string) => boolean;
    }
  /** Unique keys that are there, and that a query makes for the table. */
  | {
      readonly kind: 'inserted';
      /** The columns that the query fills; all if empty. */
      readonly columns: readonly string[];
      readonly source: string;
      /** What is dropped before: indexes and constraints. */
      readonly without: ReadonlySet<string>;
    }
  /** Unique indexes that are there and hold a column whose values become others. */
  | {
      readonly kind: 'indexed';
      readonly columns: ReadonlyMap<string, string>;
      /** What is dropped before: indexes and constraints. */
      readonly without: ReadonlySet<string>;
    };

/** A value that the server makes for each row, and that it may refuse. */
export interface MadeValue {
  /** Over {@link ROW}. */
  readonly sql: string;
  /** What rows do of which it makes none: words that follow `rows`. */
  readonly what: string;
}

/** Names are those from before the first statement. */
export interface RowTest {
  readonly table: Origin;
  readonly question?: Question;
  /** A value that the statement makes of each row; asked after the question. */
  readonly made?: MadeValue;
  /** A value that the question makes of each row; asked only where the server refuses that. */
  readonly reads?: MadeValue;
  /** What rows do: words that follow `rows`. */
  readonly what: string;
  /** Whether nothing before the statement changes the rows of the table. */
  readonly isCertain: boolean;
  /** A column that is added: one that was parked has its values already. */
  readonly adds?: string;
  /** Whether that column must have a value, and is given none. */
  readonly isRequired?: true;
  /** Columns that a key reads: one that was parked has other values than those that it is given now. */
  readonly columns?: readonly string[];
  /** A table that is made again: one that was parked has its rows already. */
  readonly makes?: string;
}

/** What a row of a table is called in the values that are made of it. */
export const ROW = 'agora_row';
