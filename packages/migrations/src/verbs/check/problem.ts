import type { Fault } from '@agora/core';

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
export interface Problem extends Fault {
  readonly kind: ProblemKind;
  /** The migration it is about, if it is about one. */
  readonly migration?: string;
  /** Relative to the project's root, with forward slashes. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}
