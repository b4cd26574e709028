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
