import { AgoraError } from '@agora/core';
import { type Client, copyInto, quoteIdentifier, sqlState } from '@agora/postgres';
import type { MadeRows } from '../content-hash.ts';
import type { Factory } from '../factories/factory.ts';
import { ownKey } from './apply-rows.ts';

/** SQL for a row's key within its community, as `agora.seed_rows` has it. */
export function keyOf(factory: Factory, alias: string): string {
  return `ARRAY[${ownKey(factory)
    .map((column) => `${alias}.${quoteIdentifier(column)}`)
    .join(', ')}]::uuid[]`;
}

/** SQL for the community of a row. */
export function communityOf(factory: Factory, alias: string): string {
  return `${alias}.${factory.table === 'communities' ? 'id' : 'community_id'}`;
}

/**
 * SQL: no seed, of whatever profile, has made the row.
 * @param entity SQL for the name of the factory's entity
 */
export function notSeeded(factory: Factory, alias: string, entity: string): string {
  return `NOT EXISTS (SELECT FROM agora.seed_rows s WHERE s.community_id = ${communityOf(factory, alias)}
    AND s.key = ${keyOf(factory, alias)} AND s.name LIKE '%/' || ${entity})`;
}

/** Remembers which rows are the seed's, so that a reset removes these and no others. */
export async function recordRows(
  client: Client,
  name: string,
  communities: readonly string[],
  made: readonly MadeRows[],
): Promise<void> {
  await client.query('DELETE FROM agora.seed_rows WHERE name = $1', [name]);
  await recordKeys(client, 'agora.seed_rows', name, communities, made);
}

/** Writes the keys of rows to a table shaped like `agora.seed_rows`. */
export async function recordKeys(
  client: Client,
  table: string,
  name: string,
  communities: readonly string[],
  made: readonly MadeRows[],
): Promise<void> {
  await copyInto(client, {
    table,
    columns: ['name', 'community_id', 'key'],
    rows: made.flatMap(({ factory, rows }, index) =>
      rows.map((row) => [name, communities[index]!, ownKey(factory).map((column) => row[column]!)]),
    ),
  });
}

/** Deletes rows of a seed: those whose keys are in `agora.seed_rows`, but not in the table `kept` if one is given. */
export async function deleteSeededRows(
  client: Client,
  factory: Factory,
  name: string,
  kept?: string,
): Promise<number> {
  const table = quoteIdentifier(factory.table);
  const sql = `
    DELETE FROM ${table} t USING agora.seed_rows s
     WHERE s.name = $1 AND s.community_id = ${communityOf(factory, 't')} AND s.key = ${keyOf(factory, 't')}
       ${kept === undefined ? '' : `AND NOT EXISTS (SELECT FROM ${kept} k WHERE k.community_id = s.community_id AND k.key = s.key)`}`;
  try {
    const { rowCount } = await client.query(sql, [name]);
    return rowCount ?? 0;
  } catch (error) {
    if (sqlState(error) !== '23503' && sqlState(error) !== '23001') throw error;
    throw new AgoraError({
      code: 'seed.own_rows',
      message: `Rows of "${factory.entity}" that seeds made cannot be removed: other rows depend on them.`,
      why: error instanceof Error && 'detail' in error ? String(error.detail) : undefined,
      fix: 'Remove those rows first, or begin with a new database: agora db reset',
      cause: error,
    });
  }
}

/** Rows of a table in seeded communities that no seed made. */
export async function ownRows(
  client: Client,
  factory: Factory,
  communities: readonly string[],
  limit: number,
): Promise<{ found: number; keys: string[] }> {
  const key = ownKey(factory).length === 0 ? communityOf(factory, 't') : keyOf(factory, 't');
  const { rows } = await client.query<{ key: string; found: number }>(
    `SELECT (${key})::text AS key, (count(*) OVER ())::integer AS found FROM ${quoteIdentifier(factory.table)} t
      WHERE ${communityOf(factory, 't')} = ANY ($1::uuid[])
        AND ${notSeeded(factory, 't', '$2')}
      LIMIT $3`,
    [communities, factory.entity, limit],
  );
  return { found: rows[0]?.found ?? 0, keys: rows.map((row) => row.key) };
}
