import { to as copyTo } from 'pg-copy-streams';
import { compareStructure, type Comparison } from '../restore/compare-structure.ts';
import { contentFault, hashRows } from '../restore/load-rows.ts';
import type { OpenBackup } from '../restore/open-backup.ts';
import { withSession } from '../source/session.ts';
import { copySql, tableSql } from '../source/tables.ts';
import { workOff } from '../work/crew.ts';
import type { OnProgress } from '../work/progress.ts';

/** How a restored database is compared. */
export interface CompareOptions {
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * In what a restored database is not what was backed up: its catalog, every row of every table, its sequences. Everything is
 * read back from the database.
 */
export async function compareRestored(
  url: string,
  backup: OpenBackup,
  { jobs = 2, signal, onProgress }: CompareOptions,
): Promise<Comparison> {
  const { tables } = backup.manifest;
  const structure = await compareStructure(url, backup, { owners: true });
  if (structure.faults.length > 0) return structure;
  const faults: string[] = [];
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  await workOff(
    tables,
    { url, count: jobs, open: (use) => withSession(url, use) },
    signal,
    async (client, table) => {
      const fault = contentFault(table, await hashRows(client.query(copyTo(copySql(table, 'TO STDOUT')))));
      if (fault !== undefined) faults.push(fault);
      done += table.rows;
      onProgress?.({ stage: 'check', done, total, label: tableSql(table) });
    },
  );
  return { ...structure, faults };
}
