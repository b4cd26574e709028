import type { TableWrites } from '@agora/backup';

/** Tables that are named in a line. */
const NAMED = 12;

/** What was written after a backup, in one line. */
export function describeWrites(written: readonly TableWrites[]): string {
  if (written.length === 0) return 'nothing was written after the backup';
  const shown = written.slice(0, NAMED).map(describeTable).join('; ');
  return written.length > NAMED ? `${shown}; and ${written.length - NAMED} more tables` : shown;
}

/** A table of it. */
export function describeTable({ table, added, changed, removed, fault }: TableWrites): string {
  const parts = [
    ...(added > 0 ? [`${added} added`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(fault === undefined ? [] : [fault]),
  ];
  return `${table}: ${parts.join(', ')}`;
}
