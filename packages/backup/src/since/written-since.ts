import { isAgoraError } from '@agora/core';
import { type Client, serverError } from '@agora/postgres';

import { withSession } from '../source/session.ts';
import { readSourceTables, type SourceTable, tableSql } from '../source/tables.ts';
import type { OnProgress } from '../work/progress.ts';
import { compareRows } from './compare-rows.ts';
import { readKeys, rowSql } from './keys.ts';

/** Two databases that nobody writes to: a restored one, and the one that it replaces. */
export interface WrittenSinceOptions {
  /** Of the restored one. */
  readonly restored: string;
  /** Of the one that was written to after the backup, and may be damaged. */
  readonly old: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What happened to a table after the backup. */
export interface TableWrites {
  /** As SQL. */
  readonly table: string;
  /** Rows that only the old database has, that both have with other values, and that only the backup has. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Keys of some rows added or changed, as a composite value; whole rows where the table has no key. */
  readonly examples: readonly string[];
  /** Why it could not be compared, or only in part. */
  readonly fault?: string;
}

/**
 * Counts what was written after a backup, table by table. A table that cannot be read says why; the others are compared all
 * the same. Partitions count for themselves.
 * @returns tables that differ, or could not be compared
 * @throws what a connection throws; what reading the restored database throws
 */
export function writtenSince(options: WrittenSinceOptions): Promise<readonly TableWrites[]> {
  const { signal, onProgress } = options;
  return withSession(options.restored, (restored) =>
    withSession(options.old, async (old) => {
      const then = new Map((await readSourceTables(restored)).map((table) => [tableSql(table), table]));
      const now = new Map((await readSourceTables(old)).map((table) => [tableSql(table), table]));
      const names = [...new Set([...then.keys(), ...now.keys()])].toSorted();
      const found: TableWrites[] = [];
      for (const [index, name] of names.entries()) {
        signal?.throwIfAborted();
        const writes = await compareTable({ restored, old }, then.get(name), now.get(name));
        if (writes !== undefined) found.push(Object.freeze({ table: name, ...writes }));
        onProgress?.({ stage: 'check', done: index + 1, total: names.length, label: name });
      }
      return found;
    }),
  );
}

/** Sessions of both. */
interface Both {
  readonly restored: Client;
  readonly old: Client;
}

const NOTHING = { added: 0, changed: 0, removed: 0, examples: [] };

/** Undefined where nothing was written. */
async function compareTable(
  both: Both,
  then: SourceTable | undefined,
  now: SourceTable | undefined,
): Promise<Omit<TableWrites, 'table'> | undefined> {
  if (now === undefined) {
    const removed = await countRows(both.restored, then!);
    return { ...NOTHING, removed, fault: 'the old database has no such table' };
  }
  try {
    if (then === undefined)
      return {
        ...NOTHING,
        added: await countRows(both.old, now),
        fault: 'the table is newer than the backup',
      };
    return await compareColumns(both, then, now);
  } catch (error) {
    // Of the restored one nothing is expected to fail; of a damaged one anything may.
    const why = isAgoraError(error) ? error.message : serverError(error)?.message;
    if (why === undefined) throw error;
    return { ...NOTHING, fault: `it could not be read: ${why}` };
  }
}

async function compareColumns(
  { restored, old }: Both,
  then: SourceTable,
  now: SourceTable,
): Promise<Omit<TableWrites, 'table'> | undefined> {
  const names = new Set(now.columns.map(({ name }) => name));
  const columns = then.columns.map(({ name }) => name).filter((name) => names.has(name));
  const others = then.columns.length + now.columns.length - 2 * columns.length;
  const table = { ...then, columns };
  if ((await contentOf(restored, table)) === (await contentOf(old, table)) && others === 0) return undefined;
  const key = await readKeys(old, table);
  const writes = await compareRows(restored, old, { ...table, key });
  const isSame = writes.added + writes.changed + writes.removed === 0;
  if (others === 0) return isSame ? undefined : writes;
  return {
    ...writes,
    fault: `${others === 1 ? 'a column differs' : `${others} columns differ`}, and the others were compared`,
  };
}

async function countRows(client: Client, table: SourceTable): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM ONLY ${tableSql(table)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

/** Number and hash of the rows, in whatever order: one pass, of which the server tells a line. */
async function contentOf(
  client: Client,
  table: { readonly schema: string; readonly name: string; readonly columns: readonly string[] },
): Promise<string> {
  const { rows } = await client.query<{ content: string }>(
    `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(${rowSql(table.columns)}::text, 0)::numeric), 0) AS content
       FROM ONLY ${tableSql(table)}`,
  );
  return rows[0]?.content ?? '';
}
