/** How large batches are, and how fast rows go. */
export interface Pace {
  /** Rows of the next batch. */
  readonly size: number;
  /** Rows in a millisecond, a moving average; 0 before the first batch. */
  readonly speed: number;
}

/** What batches aim at. */
export interface PaceTarget {
  /** Milliseconds of one batch. */
  readonly targetMs: number;
  readonly maxRows: number;
}

export const FIRST_PACE: Pace = Object.freeze({ size: 1000, speed: 0 });

/** The share of the newest batch in the average. */
const NEWEST = 0.5;
/** A batch is at most this many times the one before: one fast batch tells little of a larger one. */
const GROWTH = 2;

/** The pace of a run that goes on with another's, whose target may have been higher. */
export function resumedPace({ size, speed }: Pace, target: PaceTarget): Pace {
  const wanted = speed === 0 ? size : Math.round(speed * target.targetMs);
  return { speed, size: within(Math.min(wanted, size), target) };
}

/**
 * The pace after a batch whose rows took so long: the size follows the target. What a batch costs whatever its size is
 * left out, or where that is more than the target, batches would shrink to a row.
 */
export function nextPace(
  pace: Pace,
  batch: { readonly rows: number; readonly ms: number },
  target: PaceTarget,
): Pace {
  if (batch.rows === 0) return pace;
  const now = batch.rows / Math.max(batch.ms, 0.1);
  // A batch that took far longer than it should counts whole: the next may hold locks as long. One that a busy machine
  // has kept waiting for a moment does not.
  const share = pace.speed === 0 || batch.ms > 4 * target.targetMs ? 1 : NEWEST;
  const speed = pace.speed + (now - pace.speed) * share;
  const wanted = Math.round(speed * target.targetMs);
  return { speed, size: within(Math.min(wanted, pace.size * GROWTH), target) };
}

/** The pace after a batch that others waited for, or that did not get its locks. */
export function slower(pace: Pace, target: PaceTarget): Pace {
  return { ...pace, size: within(Math.floor(pace.size / 2), target) };
}

function within(rows: number, { maxRows }: PaceTarget): number {
  return Math.max(1, Math.min(rows, maxRows));
}
