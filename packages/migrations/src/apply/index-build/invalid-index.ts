import { AgoraError } from '@agora/core';
import { type Client, type QualifiedName, quoteIdentifier, TokenReader, withTimeouts } from '@agora/postgres';

import { parseConcurrentIndex } from './concurrent-index.ts';
import type { ApplyOptions } from '../options.ts';

interface IndexState {
  schema: string;
  name: string;
  valid: boolean;
  building: boolean;
}

/** The index of a name on a table, valid or not; undefined when there is none. */
export async function readIndex(
  client: Client,
  table: QualifiedName,
  name: string,
): Promise<IndexState | undefined> {
  const { rows } = await client.query<IndexState>(
    `SELECT n.nspname AS schema, i.relname AS name, x.indisvalid AND x.indisready AS valid,
            EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.oid) AS building
       FROM pg_catalog.pg_index x
       JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
      WHERE x.indrelid = pg_catalog.to_regclass($1) AND i.relname = $2`,
    [quoted(table), name],
  );
  return rows[0];
}

/**
 * Clears what a failed or killed CREATE INDEX CONCURRENTLY has left: an index of the same name on the
 * same table that is not valid. The server never uses it and keeps it up to date at every write, and
 * IF NOT EXISTS would take it for the index that is wanted.
 *
 * @throws AgoraError `migrations.index_in_progress` when another session is building it right now
 */
export async function dropLeftovers(
  client: Client,
  statement: string,
  options: Pick<ApplyOptions, 'onEvent'>,
): Promise<void> {
  const wanted = parseConcurrentIndex(statement);
  if (new TokenReader(statement).take('reindex')) await dropReindexCopies(client);
  if (wanted?.name === undefined) return;
  const found = await readIndex(client, wanted.table, wanted.name);
  if (!found || found.valid) return;
  const index = `${quoteIdentifier(found.schema)}.${quoteIdentifier(found.name)}`;
  if (found.building) {
    throw new AgoraError({
      code: 'migrations.index_in_progress',
      message: `Another session is building the index ${found.name} at this moment.`,
      why: 'It is not valid yet, and dropping it would undo that work.',
      fix: 'Wait for it (SELECT * FROM pg_stat_progress_create_index) and run the command again.',
    });
  }
  options.onEvent?.({
    kind: 'notice',
    message: `dropping the invalid index ${found.name} left by an earlier attempt`,
  });
  await withTimeouts(client, { lockTimeoutMs: 0, statementTimeoutMs: 0 }, () =>
    client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`),
  );
}

/** Drops the invalid `_ccnew` and `_ccold` copies that a killed REINDEX CONCURRENTLY leaves. */
async function dropReindexCopies(client: Client): Promise<void> {
  const { rows } = await client.query<{ index: string }>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, i.relname) AS index
       FROM pg_catalog.pg_index x
       JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
      WHERE NOT x.indisvalid AND i.relname ~ '_cc(new|old)[0-9]*$' AND n.nspname !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.oid)`,
  );
  for (const { index } of rows) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
}

/** The names of all indexes that are not valid: what a deploy looks for at its end. Reads only. */
export async function readInvalidIndexes(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ index: string }>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, i.relname) AS index
       FROM pg_catalog.pg_index x
       JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
      WHERE NOT x.indisvalid AND i.relkind IN ('i', 'I') AND n.nspname !~ '^pg_' ORDER BY 1`,
  );
  return rows.map((row) => row.index);
}

function quoted({ schema, name }: QualifiedName): string {
  return schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
