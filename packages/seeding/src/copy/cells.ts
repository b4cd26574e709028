import type { ColumnsOf, ColumnType } from '../rows/columns.ts';
import type { BinaryWriter } from './binary-writer.ts';
import type { BinaryRows } from './row-sender.ts';

/** How values of a type are written. */
interface Ways {
  uuid: 'uuid' | 'uuid7';
  text: 'bytes' | 'text' | 'hex' | 'begin' | 'part' | 'end';
  label: 'bytes';
  int2: 'int2';
  int4: 'int4';
  bool: 'bool';
  timestamptz: 'time';
  date: 'day';
  bytea: 'bytea' | 'uuid7Part';
  jsonb: never;
}

/** Where one value goes: only what the column's type takes can be written, and nothing at all only where it may be null. */
export type Cell<Type extends ColumnType, Nullable extends boolean = false> = Pick<
  BinaryWriter,
  Ways[Type] | (Nullable extends true ? 'null' : never)
>;

/** Writes the value of row `index`. Pure but for the bytes it writes. */
export type WriteCell<Target, Context> = (cell: Target, context: Context, index: number) => void;

/** One of them for each column. */
export type CellsOf<Row, Columns extends ColumnsOf<Row>, Context> = {
  readonly [Field in keyof Columns]: WriteCell<
    Cell<
      NonNullable<Columns[Field]>,
      Field extends keyof Row ? (null extends Row[Field] ? true : false) : false
    >,
    Context
  >;
};

/** Rows that are written cell by cell, in the order of the columns. */
export function rowsOfCells<Context>(
  count: (context: Context) => number,
  cells: readonly WriteCell<BinaryWriter, Context>[],
): BinaryRows<Context> {
  return {
    count,
    write(writer, context, index) {
      writer.row(cells.length);
      for (let n = 0; n < cells.length; n += 1) cells[n]!(writer, context, index);
    },
  };
}
