import type { Finding } from '../../lint/finding.ts';

/** Why findings of these rules are not rewritten. */
const REASONS: Readonly<Record<string, string>> = {
  'drop-column': 'a drop is instant; what it destroys is parked by environments that say so (park)',
  'drop-table': 'a drop is instant; what it destroys is parked by environments that say so (park)',
  'drop-primary-key':
    'no statement after it gives the table another key that could stand before this one goes: add one',
  'drop-schema': 'what goes with it is named nowhere: drop its tables one by one',
  'drop-add-column':
    'it may be a rename: say so with agora migrate create --rename <table>.<old>=<table>.<new>',
  'drop-add-table': 'it may be a rename: say so with agora migrate create --rename <old>=<new>',
  'rename-column': 'running code knows the old name only',
  'rename-table': 'running code knows the old name only',
  'change-column-type': 'the table is written anew, and running code reads the old type',
  'generated-column': 'values are computed for every row while nobody reads or writes the table',
  'volatile-default': 'whether the function is volatile is not known: it may be instant',
  'require-concurrent-partition-detach':
    'DETACH PARTITION ... CONCURRENTLY leaves a CHECK of the bounds behind, which is not the same: write it by hand',
  'table-rewrite': 'the table is written anew whatever is said: take a quiet hour',
  'delete-all-rows': 'every row goes, and no parking keeps it: copy the rows first, or allow it by name',
  truncate: 'every row goes: delete them in batches, or take a quiet moment',
};

/** What stays as it is, and why. */
export interface LeftFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** A finding that stays, with its reason; where the rewriting gave none, that of its kind. */
export function leave(finding: Finding, reason?: string): LeftFinding {
  return {
    finding,
    reason: reason ?? REASONS[finding.rule] ?? 'no safer form of it is known: see what the linter says',
  };
}

/** Whether a live database feels what a finding speaks of. */
export function isFelt({ severity, category }: Finding): boolean {
  return severity === 'error' || category === 'blocks';
}
