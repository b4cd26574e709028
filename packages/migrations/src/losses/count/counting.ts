import { type Client, failedWith, quoteLiteral, SQLSTATE } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Origin } from '../../script/model/schema-model.ts';
import type { CountedLoss } from '../loss.ts';
import type { Taking } from '../read/taking.ts';
import { queryAside, textOf } from './query-aside.ts';

/** What a count found, without the migration and the line that it belongs to. */
export type Found = Pick<
  CountedLoss,
  'target' | 'where' | 'rows' | 'isBound' | 'isParked' | 'problem' | 'through'
>;

/** A table that was found, by its own schema. */
export interface Relation {
  readonly schema: string;
  readonly table: string;
  readonly kind: string;
}

/** Where it is counted, and whether the tables are locked first, so that no row comes in between. */
export interface Counting {
  readonly client: Client;
  readonly lock: boolean;
  /** Whether what would be destroyed is moved aside: that is no loss. */
  readonly parks?: boolean;
}

/** Calls unknown what cannot be counted. */
export async function attempt(
  { client }: Counting,
  use: () => Promise<Found[]>,
  taking?: Taking,
): Promise<Found[]> {
  try {
    return await use();
  } catch (error) {
    // A question leaves the transaction as it was; what breaks it is a lock that was not to be had.
    if (client.getTransactionStatus() !== 'T') throw error;
    if (taking && 'ifExists' in taking && taking.ifExists && isAbsence(error)) return [];
    const problem = error instanceof Error ? error.message : String(error);
    return [{ ...(taking ? targetOf(taking) : {}), problem }];
  }
}

/** What a taking names, where it could not be looked up. */
function targetOf(taking: Taking): Pick<Found, 'target'> {
  if (!('table' in taking)) return {};
  const { schema, name } = taking.table;
  const column = 'column' in taking ? taking.column : undefined;
  const target = { table: name, ...(column === undefined ? {} : { column }) };
  return { target: schema === undefined ? target : { schema, ...target } };
}

/** That what is asked about is not there. */
class Absence extends Error {}

function isAbsence(error: unknown): boolean {
  const { undefinedTable, undefinedColumn, undefinedObject, invalidSchemaName } = SQLSTATE;
  return (
    error instanceof Absence ||
    failedWith(error, undefinedTable, undefinedColumn, undefinedObject, invalidSchemaName)
  );
}

/** Takes the lock that the statement will take, which stays until the transaction ends. */
export async function lock(counting: Counting, table: string): Promise<void> {
  if (counting.lock) await counting.client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
}

/** @throws Error when there is none of that name */
export async function relationOf(client: Client, table: Origin): Promise<Relation> {
  const [row] = await queryAside(
    client,
    table.path,
    `SELECT n.nspname AS schema, c.relname AS "table", c.relkind::text AS kind
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = pg_catalog.to_regclass(${quoteLiteral(quoted(table))})`,
  );
  if (!row) throw new Absence('there is no such table now');
  return { schema: textOf(row, 'schema'), table: textOf(row, 'table'), kind: textOf(row, 'kind') };
}

/** The number that a query brings as `rows`. */
export async function number(client: Client, path: readonly string[], sql: string): Promise<number> {
  const [row] = await queryAside(client, path, sql);
  const value = Number(row?.['rows']);
  if (!Number.isSafeInteger(value)) throw new Error('the count gave no number');
  return value;
}
