import { createHash } from 'node:crypto';

import type { Unit } from './script-plan.ts';

/** How far a script that runs statement by statement has come. Stands in `logs` of its history row. */
export interface Progress {
  readonly direction: 'up' | 'down';
  /** Units done, counted from the first. */
  readonly done: number;
  /** Units in all. */
  readonly total: number;
  /** {@link prefixOf} the units done. */
  readonly prefix: string;
  /**
   * A unit that was begun outside a transaction and whose end was not recorded: whether it took effect
   * must be found out.
   */
  readonly open?: { readonly unit: number; readonly line: number; readonly statement: string };
  /** Why it stopped, when the server said so. */
  readonly error?: string;
}

const marker = 'agora-progress/1 ';

/** The text of `logs`: one line of JSON for the next run, then a line for people who look at the table. */
export function formatProgress(progress: Progress): string {
  const words = [
    `${progress.direction === 'up' ? 'Applied' : 'Reverted'} ${progress.done} of ${progress.total} steps.`,
    ...(progress.open ? [`Step ${progress.open.unit + 1} (line ${progress.open.line}) was begun.`] : []),
    ...(progress.error ? [progress.error] : []),
    `The next ${progress.direction === 'up' ? 'deploy' : 'rollback'} goes on.`,
  ];
  return `${marker}${JSON.stringify(progress)}\n${words.join(' ')}`;
}

/** The progress in a `logs` text, or undefined when another runner wrote it. */
export function parseProgress(logs: string | null): Progress | undefined {
  if (!logs?.startsWith(marker)) return undefined;
  try {
    const value: unknown = JSON.parse(logs.slice(marker.length).split('\n', 1)[0] ?? '');
    return isProgress(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 over the texts of the first units, so that a file edited further down can still be resumed. */
export function prefixOf(units: readonly Unit[], done: number): string {
  const hash = createHash('sha256');
  for (const unit of units.slice(0, done)) {
    for (const statement of unit.statements) hash.update(statement.text).update('\0');
    hash.update('\u0001');
  }
  return hash.digest('hex');
}

function isProgress(value: unknown): value is Progress {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return (
    (fields.get('direction') === 'up' || fields.get('direction') === 'down') &&
    typeof fields.get('done') === 'number' &&
    typeof fields.get('total') === 'number' &&
    typeof fields.get('prefix') === 'string'
  );
}
