/** PostgreSQL's types that seeds write, with what stands for their values in TypeScript. An enum's value is a label. */
export interface ColumnValues {
  uuid: string;
  text: string;
  label: string;
  int2: number;
  int4: number;
  bool: boolean;
  timestamptz: Date;
  date: Date;
  bytea: Uint8Array;
  jsonb: object;
}

/** The type of a column that seeds write. */
export type ColumnType = keyof ColumnValues;

/** Types that a column can have whose values are these in TypeScript. */
type TypesOf<Value> = {
  [Type in ColumnType]: Value extends ColumnValues[Type] ? Type : never;
}[ColumnType];

/**
 * Columns of a table by the fields of a row, such as Prisma generates its type: a field that is not there, or whose
 * values the type cannot hold, is an error.
 */
export type ColumnsOf<Row> = {
  readonly [Field in keyof Row]?: TypesOf<NonNullable<Row[Field]>>;
};
