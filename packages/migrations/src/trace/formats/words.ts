import { count } from '../../docs/markdown.ts';
import type { MigrationTrace, TracedBackfill, TracedLock, TracedStatement } from '../trace.ts';

const number = new Intl.NumberFormat('en');

/** "12 ms", "3.4 s". */
export function time(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** "8.2 kB of WAL": decimal units. */
export function log(bytes: number): string {
  const [size, unit] =
    bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${size.toFixed(1)} ${unit} of WAL`;
}

/** A statement in one line of at most `width` characters. */
export function oneLine(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** What the tables held: "10,000 rows in each of public.a, public.b". */
export function rowsOf({ tables }: MigrationTrace): readonly string[] {
  const sizes = [...new Set(tables.map(({ rows }) => rows))].toSorted((a, b) => b - a);
  return sizes.map((rows) => {
    const these = tables.filter((one) => one.rows === rows).map(({ table }) => table);
    return `${number.format(rows)} ${rows === 1 ? 'row' : 'rows'} in ${these.length > 1 ? 'each of ' : ''}${these.join(', ')}`;
  });
}

/** What a statement did to what was there before its migration. */
export function workOf({ rewritten, emptied, built, scans, walBytes }: TracedStatement): readonly string[] {
  const read = scans.filter(
    ({ table }) => !rewritten.includes(table) && !built.some((one) => one.table === table),
  );
  const fresh = built.filter(({ table }) => !rewritten.includes(table));
  const again = built.length - fresh.length;
  return [
    ...rewritten.map((table) => `rewrites ${table}`),
    ...(again > 0 ? [`builds ${count(again, 'index', 'indexes')} of it again`] : []),
    ...fresh.map(({ index, table }) => `builds ${index} on ${table}`),
    ...read.map(({ table, rows }) => `reads all of ${table} (${number.format(rows)} rows)`),
    ...emptied.map((table) => `empties ${table}`),
    ...(walBytes >= 100 ? [`writes ${log(walBytes)}`] : []),
  ];
}

/** The locks that are worth a line: on what was there, and strong enough to be in somebody's way. */
export function notable({ locks }: TracedStatement): readonly TracedLock[] {
  const there = locks.filter(
    ({ there: before, kind, mode }) => before && kind !== 'sequence' && mode !== 'ACCESS SHARE',
  );
  return there.filter(
    (lock) =>
      (lock.waits !== 'nothing' || lock.mode === 'SHARE UPDATE EXCLUSIVE' || lock.mode === 'ROW EXCLUSIVE') &&
      // Of several on one relation the strongest says it all; an index of a table that is locked as strongly says nothing.
      there.find(({ relation }) => relation === lock.relation) === lock &&
      !there.some(({ relation, mode }) => relation === lock.table && mode === lock.mode),
  );
}

/** Whether a statement neither locks what was there in a notable way, nor works on its rows. */
export function isQuiet(statement: TracedStatement): boolean {
  return notable(statement).length === 0 && workOf({ ...statement, walBytes: 0 }).length === 0;
}

/** What a backfill did, in a sentence without its full stop. */
export function backfillWords({ outcome, changed, batches, ms, longestBatchMs }: TracedBackfill): string {
  const done = outcome === 'done' ? '' : ` (${outcome})`;
  return `backfill${done}: ${number.format(changed)} rows in ${count(batches, 'batch', 'batches')}, ${time(ms)}; a row is locked ${time(longestBatchMs)} at most`;
}
