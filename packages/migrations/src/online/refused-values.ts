import {
  type Client,
  quoteIdentifier,
  ScriptFailure,
  serverError,
  SQLSTATE,
  sqlState,
} from '@agora/postgres';
import { parseStatements, quoted } from '@agora/postgres/parser';

import { alterationsOf } from '../script/alterations.ts';

/** Rows whose value stops a change of type. */
export interface RefusedValue {
  /** The table and the column in SQL. */
  readonly table: string;
  readonly column: string;
  readonly value: string;
}

/** Which value a change of type has no counterpart for; undefined where it failed for another reason. */
export function refusedValue(error: unknown): RefusedValue | undefined {
  const failure = causes(error).find((one) => one instanceof ScriptFailure);
  if (failure?.statement === undefined || sqlState(failure) !== SQLSTATE.invalidTextRepresentation)
    return undefined;
  const [statement] = parseStatements([failure.statement]).statements;
  const changes = (statement === undefined ? [] : alterationsOf(statement)).filter(
    ({ command }) => command.subtype === 'AT_AlterColumnType',
  );
  const [only, ...others] = changes;
  // In any language it ends in the value.
  const value = /"([^"]*)"[^"]*$/.exec(serverError(failure)?.message ?? '')?.[1];
  if (only?.command.name === undefined || others.length > 0 || value === undefined) return undefined;
  return { table: quoted(only.table), column: quoteIdentifier(only.command.name), value };
}

/** @returns whether there were any that could go */
export async function takeOutRows(client: Client, { table, column, value }: RefusedValue): Promise<boolean> {
  try {
    const { rowCount } = await client.query(`DELETE FROM ${table} WHERE ${column}::text = $1`, [value]);
    return (rowCount ?? 0) > 0;
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return false;
  }
}

function causes(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}
