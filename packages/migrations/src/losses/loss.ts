import type { LossTarget } from '../project/directives.ts';

/** Data that a script takes away, or may. */
export interface CountedLoss {
  readonly migration: string;
  /** The table, or a column of it, as it is called when it is counted; absent where not even that can be read. */
  readonly target?: LossTarget;
  /** Only the rows for which this holds. */
  readonly where?: string;
  /** 1-based line of the script; absent for what a directive declares, and for what was seen to be gone. */
  readonly line?: number;
  /** Rows of a table, or values of a column that are not null; undefined when they could not be counted. */
  readonly rows?: number;
  /** Whether `rows` is the most that it can be. */
  readonly isBound?: true;
  /** Whether it is moved aside and kept for a while, so that nothing is lost. */
  readonly isParked?: true;
  /** Whether other rows of the table stay. */
  readonly isPart?: true;
  /** Why it could not be counted. */
  readonly problem?: string;
  /** What takes it along, where the script does not name it: `CASCADE`, a foreign key. */
  readonly through?: string;
}

/** Those that take something away, or may: only they need consent. */
export function realLosses(losses: readonly CountedLoss[]): readonly CountedLoss[] {
  return losses.filter((loss) => loss.rows !== 0);
}

/**
 * Without those that another contains: a column of a table that goes as a whole, part of its rows, or the
 * same once more. For people: the sum of what is listed is then no more than there is.
 */
export function withoutOverlaps(losses: readonly CountedLoss[]): readonly CountedLoss[] {
  return losses.filter(
    (loss, at) =>
      !losses.some(
        (other, place) => at !== place && contains(other, loss) && (place < at || !contains(loss, other)),
      ),
  );
}

function contains(whole: CountedLoss, part: CountedLoss): boolean {
  const [a, b] = [whole.target, part.target];
  if (!a || !b || a.table !== b.table || a.schema !== b.schema) return false;
  // A figure says more than a bound on it, and more than none.
  if ((whole.rows === undefined || whole.isBound) && part.rows !== undefined && !part.isBound) return false;
  if (a.column !== undefined && a.column !== b.column) return false;
  if (whole.isPart && b.column !== undefined) return false;
  return whole.where === undefined || (a.column === b.column && whole.where === part.where);
}

/** A loss in words: `3 rows of users`, `an unknown number of values of users.email (why)`. */
export function describeLoss(loss: CountedLoss): string {
  const at = loss.line === undefined ? '' : `line ${loss.line} `;
  if (!loss.target) return `an unknown loss: ${at}${loss.problem ?? ''}`;
  const { schema, table, column } = loss.target;
  const name = [schema, table, column].filter((part) => part !== undefined).join('.');
  const unit = column === undefined ? 'row' : 'value';
  const condition = loss.where === undefined ? '' : ` where ${loss.where}`;
  const through = loss.through === undefined ? '' : `, through ${loss.through}`;
  if (loss.rows === undefined)
    return `an unknown number of ${unit}s of ${name}${condition}${through} (${loss.problem ?? 'it was not counted'})`;
  const bound = loss.isBound && loss.rows > 0 ? 'at most ' : '';
  return `${bound}${loss.rows} ${unit}${loss.rows === 1 ? '' : 's'} of ${name}${condition}${through}`;
}
