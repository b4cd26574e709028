/** A row as a function of a backfill gets it: by the database's names, as the driver reads it. */
export type BackfillRow = Readonly<Record<string, unknown>>;

/** What backfill.ts exports by default. */
export interface BackfillModule<Row extends BackfillRow = BackfillRow> {
  /** The table's name as the database has it; or SQL, quoted where it needs it, where a schema stands in front. */
  readonly table: string;
  /** Columns of a unique key, in its order, as the database has them. */
  readonly key: readonly (string & keyof Row)[];
  /** Columns that the functions read, as the database has them; those of the key are there anyway. */
  readonly columns: readonly (string & keyof Row)[];
  /** A query of one row and one boolean: whether no row is left to be changed. */
  readonly doneWhen: string;
  /** SQL of the table's columns: which rows are still to be changed. Without it, no row is met a second time. */
  readonly where?: string;
  /** The columns that a row gets; undefined leaves it as it is. Its result depends on the row alone. */
  forward(row: Row): Readonly<Record<string, unknown>> | undefined;
  /** The way back, run before the migration's down.sql, on all rows. */
  back?(row: Row): Readonly<Record<string, unknown>> | undefined;
}

/** Types what backfill.ts exports by default: `defineBackfill<{ id: string; email: string | null }>({ ... })`. */
export function defineBackfill<Row extends BackfillRow = BackfillRow>(
  backfill: BackfillModule<Row>,
): BackfillModule<Row> {
  return backfill;
}
