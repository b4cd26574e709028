/** How far a backup, a restore or a check has come. */
export interface BackupProgress {
  readonly stage: 'rows' | 'indexes' | 'check';
  /** Of what is done in this stage, and of all of it: bytes for `rows` and `check`, statements for `indexes`. */
  readonly done: number;
  readonly total: number;
  /** What was done last. */
  readonly label: string;
}

export type OnProgress = (progress: BackupProgress) => void;

/**
 * Counts how far a list is.
 * @param of the stage, what an item counts, and what it is called
 * @returns to be called with each item that is done
 */
export function progressThrough<T>(
  items: readonly T[],
  of: {
    readonly stage: BackupProgress['stage'];
    readonly sizeOf: (item: T) => number;
    readonly labelOf: (item: T) => string;
  },
  onProgress: OnProgress | undefined,
): (item: T) => void {
  const total = items.reduce((sum, item) => sum + of.sizeOf(item), 0);
  let done = 0;
  return (item) => {
    done += of.sizeOf(item);
    onProgress?.({ stage: of.stage, done, total, label: of.labelOf(item) });
  };
}
