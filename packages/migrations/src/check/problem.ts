/** What is wrong, by kind. */
export type ProblemKind =
  | 'edited'
  | 'deleted'
  | 'out-of-order'
  | 'two-heads'
  | 'bad-directory'
  | 'lock-file-mismatch'
  | 'model-without-migration'
  | 'history-broken'
  | 'lint'
  | 'missing-down'
  | 'unproven-down'
  | 'docs-out-of-date';

/** Something that must be mended before a change to the migrations may be merged. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Stable and dotted, as in the table of error codes. */
  readonly code: string;
  /** The migration it is about, if it is about one. */
  readonly migration?: string;
  /** Relative to the project's root, with forward slashes. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly message: string;
  readonly why: string;
  /** The command or the edit that mends it. */
  readonly fix: string;
}
