import type { Finding, Severity } from '../finding.ts';

/** Something wrong at a place of a file, as every format for other programs shows it. */
export interface Annotation {
  /** As in `lint.drop-table` or `check.missing_down`. */
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** Relative to the project's root, with forward slashes. */
  readonly file?: string | undefined;
  /** 1-based, as are the others. */
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly column?: number | undefined;
  readonly endColumn?: number | undefined;
}

/** A finding of lint as one. */
export function annotationOf(finding: Finding): Annotation {
  return { ...finding, title: finding.rule };
}
