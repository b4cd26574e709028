import { type Catalog, asText } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier, quoteLiteral, tableExists, withTransaction } from '@agora/postgres';
import { to as copyTo } from 'pg-copy-streams';
import { ContentHash } from '../format/content-hash.ts';
import type { ManifestTable } from '../format/manifest.ts';
import type { BackupKey } from '../key/key.ts';
import { applyPurges } from '../purges/purges.ts';
import { withSession } from '../source/session.ts';
import { copySql, tableSql } from '../source/tables.ts';
import type { StoredBackup } from '../store/store.ts';
import { contentFault, loadRows } from './load-rows.ts';
import { checkFiles, openBackup } from './open-backup.ts';
import type { Purged } from './restore.ts';
import { run } from './run-structure.ts';

/** A table by its name. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Which rows to restore, and into which table. */
export interface RestoreTableOptions {
  readonly backup: StoredBackup;
  readonly key?: BackupKey | undefined;
  /** The database that gets them. */
  readonly url: string;
  /** In the backup; of a partitioned table all rows are meant. */
  readonly table: TableName;
  /** Another table than that; made where it is not there. */
  readonly into?: TableName | undefined;
  /** What must not come back: applied in the same transaction. */
  readonly purged?: Purged | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rows that were restored. */
export interface RestoredTable {
  readonly table: string;
  readonly rows: number;
  /** Whether the table was made for them, with its columns alone. */
  readonly created: boolean;
}

/**
 * Restores the rows of one table, in one transaction: into a table that is there and empty, or a new one with its columns.
 * They are read back and compared. Triggers fire and keys are checked, as for any row; what is taken from a sequence goes on
 * behind them.
 * @throws AgoraError `backup.table_not_restorable`, `backup.damaged`, `backup.restore_failed`
 */
export async function restoreTable(options: RestoreTableOptions): Promise<RestoredTable> {
  const { backup: stored, key, url, table, into = table, signal } = options;
  const backup = await openBackup(stored, key);
  if (backup.manifest.dump !== undefined)
    throw refused(
      table,
      'pg_dump made this backup, and its rows are read by pg_restore alone.',
      'Restore it beside (agora backup restore), and copy the rows from there.',
    );
  const parts = partsOf(backup.manifest.tables, await backup.catalog(), table);
  const [first] = parts;
  if (first === undefined)
    throw refused(
      table,
      'The backup has no table of that name.',
      'agora backup list shows which there are; names are schema.table.',
    );
  const names = new Set(parts.map(({ file }) => file));
  const { files } = backup.manifest;
  await checkFiles(
    stored,
    { ...backup.manifest, files: files.filter(({ name }) => names.has(name)) },
    { signal, others: true },
  );
  return withSession(url, (client) =>
    withTransaction(client, async () => {
      const created = !(await tableExists(client, into.schema, into.name));
      if (created) await run(client, createSql(into, first));
      await run(client, `LOCK TABLE ${tableSql(into)} IN SHARE ROW EXCLUSIVE MODE`);
      if (!created) await refuseRows(client, into);
      for (const part of parts) {
        signal?.throwIfAborted();
        await loadRows(client, backup, part, { freeze: false, target: into });
      }
      await run(client, 'SET CONSTRAINTS ALL IMMEDIATE');
      const fault = await readBack(client, into, parts);
      if (fault !== undefined)
        throw refused(
          into,
          fault,
          'Disable the triggers that change rows, or choose another table: --into schema.name',
        );
      await advanceSequences(client, into, first);
      if (options.purged !== undefined) await applyPurges(client, options.purged.purges, options.purged.rows);
      return { table: tableSql(into), rows: parts.reduce((sum, { rows }) => sum + rows, 0), created };
    }),
  );
}

/** The table, or all partitions below it. */
function partsOf(
  tables: readonly ManifestTable[],
  { objects }: Catalog,
  { schema, name }: TableName,
): readonly ManifestTable[] {
  const below = new Set([`${schema}.${name}`]);
  const relations = [...objects.values()].filter(({ kind }) => kind === 'table');
  const names = new Map(relations.map((one) => [one.key, `${one.schema ?? ''}.${one.name}`]));
  for (let known = -1; known !== below.size;) {
    known = below.size;
    for (const { key, definition } of relations) {
      const parents = definition['partition bound'] === undefined ? undefined : definition['parents'];
      const parent = Array.isArray(parents) ? names.get(`table ${asText(parents[0])}`) : undefined;
      if (parent !== undefined && below.has(parent)) below.add(names.get(key) ?? '');
    }
  }
  return tables.filter((table) => below.has(`${table.schema}.${table.name}`));
}

const createSql = (into: TableName, { columns }: ManifestTable): string =>
  `CREATE TABLE ${tableSql(into)} (${columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ')})`;

async function refuseRows(client: Client, into: TableName): Promise<void> {
  const { rowCount } = await client.query(`SELECT FROM ${tableSql(into)} LIMIT 1`);
  if (rowCount === 0) return;
  throw refused(
    into,
    'It holds rows already, and which of them are meant to stay cannot be told.',
    `Restore beside it: --into ${into.schema}.${into.name}_restored`,
  );
}

/** All rows of the target, against the sum of what the parts hold. */
async function readBack(
  client: Client,
  into: TableName,
  parts: readonly ManifestTable[],
): Promise<string | undefined> {
  const [first] = parts;
  if (first === undefined) return undefined;
  const { columns } = first;
  const list = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const hash = new ContentHash();
  const rows = client.query(
    copyTo(
      parts.length === 1
        ? copySql({ ...into, columns }, 'TO STDOUT')
        : `COPY (SELECT ${list} FROM ${tableSql(into)}) TO STDOUT`,
    ),
  );
  for await (const chunk of rows) hash.update(chunk);
  const expected = ContentHash.sum(parts);
  // Partitions may have their columns in orders of their own, and then only the number can be compared.
  const orders = new Set(parts.map((part) => JSON.stringify(part.columns.map(({ name }) => name))));
  const found = orders.size > 1 ? { ...expected, hash: hash.content.hash } : expected;
  return contentFault({ ...first, ...into, ...found }, hash);
}

async function advanceSequences(client: Client, into: TableName, { columns }: ManifestTable): Promise<void> {
  for (const { name } of columns) {
    const { rows } = await client.query<{ sequence: string | null }>(
      `SELECT pg_get_serial_sequence(${quoteLiteral(tableSql(into))}, ${quoteLiteral(name)}) AS sequence`,
    );
    const sequence = rows[0]?.sequence;
    if (sequence === null || sequence === undefined) continue;
    await run(
      client,
      `SELECT setval(${quoteLiteral(sequence)}, greatest(max(${quoteIdentifier(name)}), (SELECT last_value FROM ${sequence})))
        FROM ${tableSql(into)} HAVING max(${quoteIdentifier(name)}) IS NOT NULL`,
    );
  }
}

function refused({ schema, name }: TableName, why: string, fix: string): AgoraError {
  return new AgoraError({
    code: 'backup.table_not_restorable',
    message: `${schema}.${name} cannot be restored. Nothing was changed.`,
    why,
    fix,
  });
}
