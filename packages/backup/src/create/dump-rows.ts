import { AgoraError } from '@agora/core';
import { type Client, failedWith, SQLSTATE } from '@agora/postgres';
import { to as copyTo } from 'pg-copy-streams';
import { ContentHash } from '../format/content-hash.ts';
import type { ManifestFile, ManifestTable } from '../format/manifest.ts';
import { linked, type Packing, packInto, tap } from '../format/pack.ts';
import { hiddenRows } from '../source/session.ts';
import { copySql, type SourceTable, tableSql } from '../source/tables.ts';
import type { Draft } from '../store/store.ts';

/** Copies one table into a file. */
export async function dumpTable(
  client: Client,
  table: SourceTable,
  number: number,
  to: { readonly draft: Draft; readonly packing: Packing },
): Promise<{ readonly table: ManifestTable; readonly file: ManifestFile }> {
  const label = tableSql(table);
  await lockShared(client, label);
  const hash = new ContentHash();
  const rows = linked(
    client.query(copyTo(copySql(table, 'TO STDOUT'))),
    tap((chunk) => hash.update(chunk)),
  );
  const file = await packInto(
    to.draft,
    `rows-${String(number).padStart(6, '0')}.copy`,
    rows,
    to.packing,
  ).catch((error: unknown) => {
    throw hiddenRows(error, label);
  });
  const { schema, name, columns, condition } = table;
  return {
    table: {
      schema,
      name,
      columns: [...columns],
      ...hash.content,
      file: file.name,
      ...(condition === undefined ? {} : { condition }),
    },
    file,
  };
}

/** The session of the snapshot holds the lock already; whoever waits to change the table would hold up this one for ever. */
async function lockShared(client: Client, label: string): Promise<void> {
  try {
    await client.query(`LOCK TABLE ONLY ${label} IN ACCESS SHARE MODE NOWAIT`);
  } catch (error) {
    if (!failedWith(error, SQLSTATE.lockNotAvailable)) throw hiddenRows(error, label);
    throw new AgoraError({
      code: 'backup.locked',
      message: `Somebody waits to change ${label}, or changes it.`,
      why: 'A copy would wait behind them, and they for the end of this backup.',
      fix: 'Take the backup when no migration runs.',
      cause: error,
    });
  }
}
