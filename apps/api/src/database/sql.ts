import { type ColumnType, readColumn, type SqlParameter, writeParameter } from './column-types.ts';

/** A statement that a `.sql` file holds, as generated beside it. Its text depends on no request: what varies is a parameter. */
export interface Sql {
  /** Unique: the server keeps the plan under it. */
  readonly name: string;
  readonly text: string;
  /** What `$1`, `$2` and so on are called. */
  readonly parameters: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** A statement with its parameters, to be run. */
export interface SqlCall<Row> {
  readonly sql: Pick<Sql, 'name' | 'text'>;
  readonly values: readonly (string | Buffer | null)[];
  /** Makes a row of its columns' texts. */
  readonly read: (fields: readonly (string | null)[]) => Row;
}

/**
 * Declares what a `.sql` file holds; only generated modules call it.
 * @returns joins the statement with its parameters, by name; others are left out
 */
export function sql<Parameters extends { readonly [Name in keyof Parameters]: SqlParameter }, Row>(
  statement: Omit<Sql, 'parameters' | 'columns'> & {
    readonly parameters: readonly (keyof Parameters & string)[];
    readonly columns: { readonly [Name in keyof Row]: ColumnType };
  },
): ((parameters: Parameters) => SqlCall<Row>) & Sql {
  const columns = Object.entries<ColumnType>(statement.columns);
  const read = (fields: readonly (string | null)[]): Row => {
    const row: Record<string, unknown> = {};
    for (const [index, [name, type]] of columns.entries()) {
      const text = fields[index] ?? null;
      row[name] = text === null ? null : readColumn[type](text);
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- generated together
    return row as Row;
  };
  const call = (parameters: Parameters): SqlCall<Row> => ({
    sql: statement,
    values: statement.parameters.map((name) => writeParameter(parameters[name])),
    read,
  });
  // Not Object.assign: a function's `name` cannot be assigned.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they have just been given to it
  return Object.defineProperties(call, Object.getOwnPropertyDescriptors(statement)) as typeof call & Sql;
}
