import { compact, duration, type Output } from '@agora/cli';
import type { LoadStepResult } from '@agora/db/seed';

/** What a dry run says instead of what was done. */
const planned: Readonly<Record<string, string>> = { inserted: 'to insert', updated: 'to update' };

/** What became of each entity, or would. */
export function entityTable(
  out: Output,
  entities: readonly { readonly entity: string; readonly rows: number; readonly action?: string }[],
  dryRun: boolean,
): string {
  return out.table(entities, [
    { heading: 'entity', cell: ({ entity }) => entity },
    { heading: 'rows', cell: (entity) => entity.rows, align: 'right' },
    { heading: '', cell: ({ action = '' }) => (dryRun ? (planned[action] ?? action) : action) },
  ]);
}

/** What each step of a load will do. */
export function stepTable(out: Output, steps: readonly LoadStepResult[]): string {
  return out.table(steps, [
    { heading: 'step', cell: ({ does }) => does },
    { heading: 'rows', cell: ({ rows }) => (rows === 0 ? '' : `~${compact(rows)}`), align: 'right' },
  ]);
}

/** Rows by table. */
export function rowTable(out: Output, rows: Readonly<Record<string, number>>): string {
  return out.table(Object.entries(rows), [
    { heading: 'table', cell: ([table]) => table },
    { heading: 'rows', cell: ([, count]) => count, align: 'right' },
  ]);
}

/** As in "3.52 MB, 620 ms". */
export function size({ bytes, seconds }: { readonly bytes: number; readonly seconds: number }): string {
  const disk = bytes < 1e9 ? `${compact(bytes / 1e6)} MB` : `${compact(bytes / 1e9)} GB`;
  return `${disk}, ${duration(seconds * 1000)}`;
}
