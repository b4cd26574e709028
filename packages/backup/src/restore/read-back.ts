import { to as copyTo } from 'pg-copy-streams';

import { withSession } from '../source/session.ts';
import { copySql, tableSql } from '../source/tables.ts';
import { workOff } from '../work/crew.ts';
import { type OnProgress, progressThrough } from '../work/progress.ts';
import { contentFault, hashRows } from './load-rows.ts';
import type { OpenBackup } from './open-backup.ts';

/** How a restored database is compared. */
export interface CompareOptions {
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Reads every row of a restored database back. @returns what is not as it was backed up, in words */
export async function readBackFaults(
  url: string,
  { manifest: { tables } }: Pick<OpenBackup, 'manifest'>,
  { jobs = 2, signal, onProgress }: CompareOptions,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const onDone = progressThrough(
    tables,
    { stage: 'check', sizeOf: ({ rows }) => rows, labelOf: tableSql },
    onProgress,
  );
  await workOff(
    tables,
    { url, count: jobs, open: (use) => withSession(url, use) },
    signal,
    async (client, table) => {
      const fault = contentFault(table, await hashRows(client.query(copyTo(copySql(table, 'TO STDOUT')))));
      if (fault !== undefined) faults.push(fault);
      onDone(table);
    },
  );
  return faults;
}
