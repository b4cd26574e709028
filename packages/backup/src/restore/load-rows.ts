import type { Readable } from 'node:stream';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { AgoraError } from '@agora/core';
import { type Client, failedWith, sqlState, SQLSTATE } from '@agora/postgres';
import { from as copyFrom } from 'pg-copy-streams';
import { ContentHash } from '../format/content-hash.ts';
import { damaged } from '../format/damage.ts';
import type { ManifestTable } from '../format/manifest.ts';
import { tap } from '../format/pack.ts';
import { copySql, tableSql } from '../source/tables.ts';
import type { OpenBackup } from './open-backup.ts';
import { restoreFailed } from './run-structure.ts';

/**
 * Puts the rows of a table back.
 * @param client in a transaction that is rolled back when this fails
 * @param target another table than the one they come from
 * @throws AgoraError `backup.damaged` where they are not what the manifest says, `backup.restore_failed`
 */
export async function loadRows(
  client: Client,
  backup: OpenBackup,
  table: ManifestTable,
  {
    freeze,
    target = table,
  }: { readonly freeze: boolean; readonly target?: Pick<ManifestTable, 'schema' | 'name'> },
): Promise<void> {
  const sql = copySql(
    { ...target, columns: table.columns },
    freeze ? 'FROM STDIN WITH (FREEZE)' : 'FROM STDIN',
  );
  const hash = new ContentHash();
  const broken = (error: unknown): AgoraError =>
    damaged(backup.location, [`${table.file}: ${error instanceof Error ? error.message : String(error)}`]);
  const rows = await backup.rows(table.file).catch((error: unknown) => {
    throw broken(error);
  });
  const copy = client.query(copyFrom(sql));
  try {
    await pipeline(
      rows,
      tap((chunk) => hash.update(chunk)),
      copy,
    );
  } catch (error) {
    if (failedWith(error, SQLSTATE.queryCanceled)) throw error;
    if (sqlState(error) !== undefined) throw restoreFailed(error, sql);
    // The server must have given the COPY up before the connection is used again.
    if (!copy.closed) await once(copy, 'close').catch(() => undefined);
    throw broken(error);
  }
  const fault = contentFault(table, hash, copy.rowCount);
  if (fault !== undefined) throw damaged(backup.location, [fault]);
}

/** What is wrong with rows that were read, in words. @param stored as the server counts them */
export function contentFault(table: ManifestTable, hash: ContentHash, stored?: number): string | undefined {
  const label = `${tableSql(table)} (${table.file})`;
  const { rows, hash: found } = hash.content;
  if (hash.unfinished) return `${label} ends in the middle of a row`;
  if (rows !== table.rows || (stored !== undefined && stored !== table.rows))
    return `${label} has ${stored ?? rows} rows; there should be ${table.rows}`;
  return found === table.hash
    ? undefined
    : `${label} has other rows than were backed up: their content hash is another`;
}

/** Reads rows that are in a database, for {@link contentFault}. */
export async function hashRows(rows: Readable): Promise<ContentHash> {
  const hash = new ContentHash();
  for await (const chunk of rows) hash.update(chunk);
  return hash;
}
