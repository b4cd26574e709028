import { AgoraError } from '@agora/core';
import { type Client, type CopyValue, failedWith, quoteIdentifier, SQLSTATE } from '@agora/postgres';
import { keysOf, type MadeRows, type ScopedTable, type SeededTable, tableSql } from '../rows/index.ts';
import { withStaged } from './staging.ts';

/** SQL for a row's key, as `agora.seed_rows` has it. */
export function keyOf({ key }: Pick<SeededTable, 'key'>, alias: string): string {
  return `ARRAY[${key.map((column) => `${alias}.${quoteIdentifier(column)}::text`).join(', ')}]`;
}

/** SQL for the part of the database to which a row belongs. */
export function scopeOf({ scope }: ScopedTable, alias: string): string {
  return `${alias}.${quoteIdentifier(scope)}`;
}

/**
 * SQL: no seed, of whatever profile, has made the row.
 * @param entity SQL for the name of the table's entity
 */
export function notSeeded(table: SeededTable, alias: string, entity: string): string {
  return `${keyOf(table, alias)} NOT IN (SELECT s.key FROM agora.seed_rows s WHERE split_part(s.name, '/', 2) = ${entity})`;
}

/** Remembers which rows are the seed's, so that a reset removes these and no others. */
export async function recordRows(client: Client, name: string, made: readonly MadeRows[]): Promise<void> {
  await client.query('DELETE FROM agora.seed_rows WHERE name = $1', [name]);
  const [first] = made;
  if (first !== undefined)
    await recordKeys(client, 'agora.seed_rows', { name, table: first.factory, keys: keysOf(made) });
}

/** Rows of a seed, by their keys. */
export interface SeedKeys {
  /** The seed's. */
  readonly name: string;
  readonly table: SeededTable;
  /** The values of each key, in the order of its columns. */
  readonly keys: Iterable<readonly CopyValue[]>;
}

/** Writes the keys of rows, as the server writes them, to a table shaped like `agora.seed_rows`. */
async function recordKeys(client: Client, into: string, { name, table, keys }: SeedKeys): Promise<void> {
  await withStaged(client, { table: tableSql(table), columns: table.key, rows: keys }, (staging) =>
    client.query(`INSERT INTO ${into} SELECT $1, ${keyOf(table, 's')} FROM ${staging} s`, [name]),
  );
}

/** SQL: the row of `agora.seed_rows` is not among those kept by {@link keepKeys}. */
export const NOT_KEPT =
  'NOT EXISTS (SELECT FROM pg_temp.seed_kept k WHERE k.name = s.name AND k.key = s.key)';

/** Notes which rows of a seed its new version has, for {@link deleteVanishedRows}. To the end of the transaction. */
export async function keepKeys(client: Client, kept: SeedKeys): Promise<void> {
  await client.query('CREATE TEMPORARY TABLE IF NOT EXISTS seed_kept (name text, key text[]) ON COMMIT DROP');
  await client.query('DELETE FROM pg_temp.seed_kept WHERE name = $1', [kept.name]);
  await recordKeys(client, 'pg_temp.seed_kept', kept);
}

/** Deletes the rows of a seed. */
export function deleteSeededRows(client: Client, table: SeededTable, name: string): Promise<number> {
  return deleteRows(client, table, name, '');
}

/** Deletes what earlier versions of a seed made, and this one, whose rows were kept, does not make. */
export function deleteVanishedRows(client: Client, table: SeededTable, name: string): Promise<number> {
  return deleteRows(client, table, name, `AND ${NOT_KEPT}`);
}

async function deleteRows(
  client: Client,
  table: SeededTable,
  name: string,
  condition: string,
): Promise<number> {
  const sql = `
    DELETE FROM ${tableSql(table)} t USING (SELECT s.key FROM agora.seed_rows s WHERE s.name = $1 ${condition}) s
     WHERE s.key = ${keyOf(table, 't')}`;
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
