import type { ForumColumns } from '../../../sql/forum-columns.ts';

// Types of the lists from which checks are built: rename a column, and the type check names every line that has it.

/** A table of the forum. */
export type ForumTable = keyof ForumColumns;

/** The tables that have all of some columns. */
export type TableWith<Column extends string> = {
  [Table in ForumTable]: [Column] extends [ForumColumns[Table]] ? Table : never;
}[ForumTable];

/** A table, and a column of it. */
export type OneColumn<Tables extends ForumTable = ForumTable> = {
  [Table in Tables]: readonly [Table, ForumColumns[Table]];
}[Tables];

/** A table, and two columns of it. */
export type TwoColumns<Tables extends ForumTable = ForumTable> = {
  [Table in Tables]: readonly [Table, ForumColumns[Table], ForumColumns[Table]];
}[Tables];

/** A table, and three columns of it. */
export type ThreeColumns<Tables extends ForumTable = ForumTable> = {
  [Table in Tables]: readonly [Table, ForumColumns[Table], ForumColumns[Table], ForumColumns[Table]];
}[Tables];

/** The name of a column, for the text of a query. */
export function columnOf<Table extends ForumTable>(_table: Table, column: ForumColumns[Table]): string {
  return column;
}
