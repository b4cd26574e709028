import type { Statement } from '@agora/rls';
import { readColumns } from './column-types.ts';

/** A statement that a `.sql` file holds, as generated beside it. Its text depends on no request: what varies is a parameter. */
export interface Sql {
  /** Unique: the server keeps the plan under it. */
  readonly name: string;
  readonly text: string;
  /** What `$1`, `$2` and so on are called. */
  readonly parameters: readonly string[];
}

/** A statement with its parameters, to be run. */
export interface SqlCall<Row extends object> extends Statement<Row> {
  readonly name: string;
  readonly values: readonly unknown[];
}

/**
 * Declares what a `.sql` file holds; only generated modules call it.
 * @returns joins the statement with its parameters, by name; others are left out
 */
export function sql<Parameters extends object, Row extends object>(
  statement: Omit<Sql, 'parameters'> & { readonly parameters: readonly (keyof Parameters & string)[] },
): ((parameters: Parameters) => SqlCall<Row>) & Sql {
  const { name, text, parameters: names } = statement;
  const call = (parameters: Parameters): SqlCall<Row> => ({
    name,
    text,
    values: names.map((parameter) => parameters[parameter]),
    types: readColumns,
  });
  // Not Object.assign: a function's `name` cannot be assigned.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they have just been given to it
  return Object.defineProperties(call, Object.getOwnPropertyDescriptors(statement)) as typeof call & Sql;
}
