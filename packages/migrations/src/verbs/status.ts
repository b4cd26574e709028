import { schemaOf, withReader } from '../apply/session.ts';
import { readFolder } from '../project/folder.ts';
import { type EntryState, type History, appliedEntries, readHistory } from '../history/history.ts';
import { type RecordedRun, readRuns } from '../history/runs-table.ts';
import { openBackfills } from '../backfill/during-deploy.ts';
import { type ParkedItem, readParkedItems } from '../parking/parked-items.ts';
import type { Violation } from '../history/violations.ts';

export interface StatusInput {
  readonly url: string;
  readonly directory: string;
  readonly forgotten?: readonly string[] | undefined;
  /** Tables that others manage: see `ReadHistoryOptions`. */
  readonly externalTables?: readonly string[] | undefined;
  /** Read the journal too. */
  readonly runs?: boolean | undefined;
}

/** A migration in a report. Times are ISO 8601. */
export interface StatusEntry {
  readonly name: string;
  readonly state: EntryState;
  readonly onDisk: boolean;
  readonly hasDown: boolean;
  readonly appliedAt?: string;
  readonly rolledBackAt?: string;
  /** Steps done and in all, of one that stopped on the way. */
  readonly progress?: { readonly done: number; readonly total: number; readonly direction: 'up' | 'down' };
  /** Oldest first; only when asked for. */
  readonly runs?: readonly RecordedRun[];
}

/** Where a database is, compared with a folder. Plain data, fit for JSON. */
export interface StatusReport {
  /** `blocked`: a deploy would refuse; `pending`: it would have something to do. */
  readonly state: 'up-to-date' | 'pending' | 'blocked';
  /** The migration applied last, if any. */
  readonly current?: string;
  readonly counts: Readonly<Record<EntryState, number>>;
  /** What the database has beyond the folder, marked compatible; absent when nothing. */
  readonly ahead?: readonly string[];
  readonly entries: readonly StatusEntry[];
  readonly violations: readonly Violation[];
  readonly running?: History['running'];
  /** What was moved aside instead of being destroyed, and can still come back; absent when nothing was. */
  readonly parked?: readonly ParkedItem[];
  /** Backfills of applied migrations that are not done; absent when there are none. */
  readonly backfills?: readonly { readonly migration: string; readonly state: string }[];
}

/** Reads where a database is. Writes nothing, and needs no more than the right to read. */
export async function readStatus(input: StatusInput): Promise<StatusReport> {
  const folder = await readFolder(input.directory);
  return withReader(input.url, async (client) => {
    const schema = schemaOf(input.url);
    const history = await readHistory(client, folder, {
      schema,
      forgotten: input.forgotten,
      externalTables: input.externalTables,
    });
    const parked = await readParkedItems(client, schema);
    const report = summarize(history, input.runs ? await readRuns(client, schema) : undefined);
    const backfills = await openBackfills({ client, schema }, history);
    return {
      ...report,
      ...(parked.length === 0 ? {} : { parked }),
      ...(backfills.length === 0 ? {} : { backfills }),
    };
  });
}

/** A history as a report. Pure. */
function summarize(history: History, runs?: readonly RecordedRun[]): StatusReport {
  const counts = { applied: 0, pending: 0, interrupted: 0, failed: 0 };
  const entries = history.entries.map((entry): StatusEntry => {
    counts[entry.state] += 1;
    const { row, progress, rolledBackAt } = entry;
    return {
      name: entry.name,
      state: entry.state,
      onDisk: entry.migration !== undefined,
      hasDown: entry.migration?.down !== undefined,
      ...(row?.finishedAt ? { appliedAt: row.finishedAt.toISOString() } : {}),
      ...(rolledBackAt ? { rolledBackAt: rolledBackAt.toISOString() } : {}),
      ...(progress
        ? { progress: { done: progress.done, total: progress.total, direction: progress.direction } }
        : {}),
      ...(runs ? { runs: runs.filter((run) => run.migration === entry.name) } : {}),
    };
  });
  const current = appliedEntries(history).at(-1)?.name;
  const waiting = counts.pending + counts.interrupted + counts.failed > 0;
  return {
    state: history.violations.length > 0 ? 'blocked' : waiting ? 'pending' : 'up-to-date',
    ...(current === undefined ? {} : { current }),
    counts,
    ...(history.ahead.length === 0 ? {} : { ahead: history.ahead }),
    entries,
    violations: history.violations,
    ...(history.running ? { running: history.running } : {}),
  };
}
