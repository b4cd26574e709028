import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { keyOf, notSeeded, scopeOf } from '../records/index.ts';
import { type ScopedTable, type SeededTable, tableSql } from '../rows/index.ts';

/** Rows listed for each table in a refusal. */
const LISTED = 5;

/** Keys of some rows of a table, and how many there are in all. */
interface Found {
  readonly found: number;
  readonly keys: readonly string[];
}

/**
 * Refuses when people have added rows to what seeds made, and lists them.
 * @param scopes the parts of the database that the seeds fill
 * @throws seed.own_rows
 */
export async function refuseOwnRows(
  client: Client,
  tables: readonly ScopedTable[],
  scopes: readonly string[],
): Promise<void> {
  const lines: string[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ key: string; found: number }>(
      `SELECT (${keyOf(table, 't')})::text AS key, (count(*) OVER ())::integer AS found FROM ${tableSql(table)} t
        WHERE ${scopeOf(table, 't')} = ANY ($1) AND ${notSeeded(table, 't', '$2')} LIMIT ${LISTED}`,
      [scopes, table.entity],
    );
    lines.push(...listed(table, { found: rows[0]?.found ?? 0, keys: rows.map(({ key }) => key) }));
  }
  refuse(lines, {
    message: 'People have added to what the seeds made. Nothing was removed.',
    consequence: 'would lose what they belong to',
  });
}

/** Notes which rows people have added to seeded scopes, so that {@link refuseLostRows} can tell what is gone. */
export async function rememberOwnRows(
  client: Client,
  tables: readonly ScopedTable[],
  scopes: readonly string[],
): Promise<void> {
  await client.query('CREATE TEMPORARY TABLE seed_own (entity text, key text[]) ON COMMIT DROP');
  for (const table of tables) {
    await client.query(
      `INSERT INTO seed_own SELECT $2, ${keyOf(table, 't')} FROM ${tableSql(table)} t
        WHERE ${scopeOf(table, 't')} = ANY ($1) AND ${notSeeded(table, 't', '$2')}`,
      [scopes, table.entity],
    );
  }
}

/**
 * Refuses when rows that people added went with what they belonged to: a child of a row that the seeds no longer have
 * is deleted with it, by the foreign key. The transaction, and with it the deletion, is rolled back.
 * @throws seed.own_rows, listing them
 */
export async function refuseLostRows(client: Client, tables: readonly SeededTable[]): Promise<void> {
  const lines: string[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ key: string; found: number }>(
      `SELECT lost.key::text AS key, (count(*) OVER ())::integer AS found
         FROM (SELECT o.key FROM seed_own o WHERE o.entity = $1 EXCEPT SELECT ${keyOf(table, 't')} FROM ${tableSql(table)} t) lost
        LIMIT ${LISTED}`,
      [table.entity],
    );
    lines.push(...listed(table, { found: rows[0]?.found ?? 0, keys: rows.map(({ key }) => key) }));
  }
  refuse(lines, {
    message:
      'The seeds have changed, and people have added to what is no longer in them. Nothing was changed.',
    consequence: 'would go with what they belong to',
  });
}

function refuse(
  lines: readonly string[],
  of: { readonly message: string; readonly consequence: string },
): void {
  if (lines.length === 0) return;
  throw new AgoraError({
    code: 'seed.own_rows',
    message: of.message,
    why: `These rows are not the seeds', and ${of.consequence}:\n${lines.join('\n')}`,
    fix: 'Remove these rows first, or begin with a new database.',
  });
}

function listed({ table }: SeededTable, { found, keys }: Found): string[] {
  if (found === 0) return [];
  const more = found > keys.length ? ` and ${found - keys.length} more` : '';
  return [`${table}: ${keys.join(', ')}${more}`];
}
