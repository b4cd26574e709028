/** Statements that make a database's structure, in two parts: rows come between them. */
export interface Structure {
  /** What tables, their indexes and checks need, and the tables themselves, bare. */
  readonly before: readonly string[];
  readonly after: readonly LateStatement[];
}

/** A statement that runs once the rows are there. */
export interface LateStatement {
  readonly sql: string;
  readonly kind: LateKind;
}

/**
 * In the order in which they run:
 * - `build`: an index or constraint of one table, which needs none of the others: several at once
 * - `other`: foreign keys, views, triggers, policies, comments
 * - `owner`, `right`: who owns what, and who may do what
 * - `fire`: event triggers, which would see the rest
 */
export type LateKind = (typeof LATE_KINDS)[number];
export const LATE_KINDS = ['build', 'other', 'owner', 'right', 'fire'] as const;
