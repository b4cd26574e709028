import { AgoraError } from '@agora/core';
import {
  type Client,
  copyInto,
  type CopyValue,
  failedWith,
  quoteIdentifier,
  SQLSTATE,
} from '@agora/postgres';
import type { MadeRows, SeededTable } from '../rows/index.ts';

/** SQL for a row's primary key, as `agora.seed_rows` has it. */
export function keyOf({ key }: SeededTable, alias: string): string {
  return `ARRAY[${key.map((column) => `${alias}.${quoteIdentifier(column)}::text`).join(', ')}]`;
}

/** SQL for the part of the database to which a row belongs. */
export function scopeOf({ scope }: SeededTable, alias: string): string {
  return `${alias}.${quoteIdentifier(scope)}`;
}

/**
 * SQL: no seed, of whatever profile, has made the row.
 * @param entity SQL for the name of the table's entity
 */
export function notSeeded(table: SeededTable, alias: string, entity: string): string {
  return `NOT EXISTS (SELECT FROM agora.seed_rows s WHERE s.key = ${keyOf(table, alias)} AND split_part(s.name, '/', 2) = ${entity})`;
}

/** Remembers which rows are the seed's, so that a reset removes these and no others. */
export async function recordRows(client: Client, name: string, made: readonly MadeRows[]): Promise<void> {
  await client.query('DELETE FROM agora.seed_rows WHERE name = $1', [name]);
  await recordKeys(client, 'agora.seed_rows', name, made);
}

/** Writes the keys of rows to a table shaped like `agora.seed_rows`. */
async function recordKeys(
  client: Client,
  table: string,
  name: string,
  made: readonly MadeRows[],
): Promise<void> {
  await copyInto(client, {
    table,
    columns: ['name', 'key'],
    rows: made.flatMap(({ factory, rows }) =>
      rows.map((row) => [name, factory.key.map((column) => keyText(row[column]!))]),
    ),
  });
}

/** A part of a key as the server writes it as text. */
function keyText(value: CopyValue): string {
  if (typeof value === 'object')
    throw new TypeError('The key of a seeded table holds texts, numbers, booleans or uuids.');
  return String(value);
}

/** Deletes the rows of a seed. */
export function deleteSeededRows(client: Client, table: SeededTable, name: string): Promise<number> {
  return deleteRows(client, table, name, '');
}

/** Deletes what earlier versions of a seed made, and this one does not make. */
export async function deleteVanishedRows(
  client: Client,
  table: SeededTable,
  name: string,
  made: readonly MadeRows[],
): Promise<number> {
  await client.query('CREATE TEMPORARY TABLE IF NOT EXISTS seed_kept (name text, key text[]) ON COMMIT DROP');
  await client.query('TRUNCATE seed_kept');
  await recordKeys(client, 'seed_kept', name, made);
  return deleteRows(client, table, name, 'AND NOT EXISTS (SELECT FROM seed_kept k WHERE k.key = s.key)');
}

async function deleteRows(
  client: Client,
  table: SeededTable,
  name: string,
  condition: string,
): Promise<number> {
  const sql = `
    DELETE FROM ${quoteIdentifier(table.table)} t USING agora.seed_rows s
     WHERE s.name = $1 AND s.key = ${keyOf(table, 't')} ${condition}`;
  try {
    const { rowCount } = await client.query(sql, [name]);
    return rowCount ?? 0;
  } catch (error) {
    if (!failedWith(error, SQLSTATE.foreignKeyViolation) && !failedWith(error, SQLSTATE.restrictViolation))
      throw error;
    throw new AgoraError({
      code: 'seed.own_rows',
      message: `Rows of "${table.entity}" that seeds made cannot be removed: other rows depend on them.`,
      why: error instanceof Error && 'detail' in error ? String(error.detail) : undefined,
      fix: 'Remove those rows first, or begin with a new database.',
      cause: error,
    });
  }
}
