import type { LineIndex } from '@agora/postgres/parser';

import type { Finding } from './finding.ts';
import type { ScriptUnderLint } from './rule.ts';

/** A script with what our rules say of it. */
export interface Linted {
  readonly target: ScriptUnderLint;
  /** Path relative to the root, with forward slashes. */
  readonly file: string;
  readonly lines: LineIndex;
  readonly findings: readonly Finding[];
  /** Offsets of the statements that touch only a table made by the same migration. */
  readonly newTables: ReadonlySet<number>;
}
