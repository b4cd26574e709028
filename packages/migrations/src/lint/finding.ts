import type { Fault } from '@agora/core';

import type { Hold } from './locks/hold.ts';

/** How much a finding weighs. By default `error` fails a run. */
export type Severity = 'error' | 'warning' | 'info';

/** Severities other than the rules' own. */
export type SeverityOverrides = Readonly<Record<string, Severity | 'off'>>;

/** Severities, the heaviest first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Whether `severity` is `threshold` or heavier. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** What kind of harm a rule guards against. */
export type Category =
  /** The migration stops, or stays half applied. */
  | 'fails'
  /** Reads or writes wait while a table is scanned, rewritten or indexed. */
  | 'blocks'
  | 'data-loss'
  /** Code that runs while the migration is deployed stops working. */
  | 'breaks-code'
  /** Something becomes readable or writable that should not be. */
  | 'security'
  /** It works, but a better way exists. */
  | 'advice'
  /** About the file itself. */
  | 'hygiene';

/** Which file of a migration a finding stands in. */
export type Direction = 'up' | 'down';

/**
 * One hazard at one place. Its code is `lint.<rule>`; `why` says what happens on a live database, `fix` is SQL that
 * does the same safely, ready to paste, or what to do instead.
 */
export interface Finding extends Fault, Hold {
  /** Name of the rule, as `-- agora: allow <rule> because ...` takes it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly category: Category;
  /** Whose rule it is: ours, or one of squawk's. */
  readonly source: 'agora' | 'squawk';
  readonly migration: string;
  readonly direction: Direction;
  /** Path relative to the project's root, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly endLine: number;
  /** 1-based, just after the last character. */
  readonly endColumn: number;
  /** What it is about is made by no migration; a live database may have it all the same. */
  readonly guess?: true;
  /** Where the rule is explained. */
  readonly page: string;
}

/** A finding that a directive allowed. */
export interface AllowedFinding extends Finding {
  readonly reason: string;
}
