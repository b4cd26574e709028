import type { LossTarget } from '../../project/directives.ts';

/** One statement of a way back, with what it does to a live table. */
export interface DownStatement {
  readonly sql: string;
  /** The lock it takes on tables that exist, as PostgreSQL's documentation has it; absent for none. */
  readonly lock?: string;
  /** It rewrites the table. */
  readonly rewrite?: boolean;
  /** It destroys data, or may fail on it: in words. */
  readonly hazard?: string;
  /** It destroys data. */
  readonly destroys?: boolean;
}

/** Data that exists after the migration and is destroyed by its way back. */
export interface Loss extends LossTarget {
  readonly schema: string;
}

/** How a way back was found; the first that passes the proof is kept. */
export type Strategy =
  | 'planned'
  | 'enums rebuilt'
  | 'readers made again'
  | 'everything derived made again'
  | 'values given up'
  | 'names left to the planner';

/** A way back that gives the catalog from before, tried in a transaction on the database itself. */
export interface DownCandidate {
  readonly strategy: Strategy;
  readonly statements: readonly DownStatement[];
  /** Tables and columns that exist only after the migration: their rows go with it. */
  readonly losses: readonly Loss[];
  /** Tables and columns that the way forward dropped: made again, without what they held. */
  readonly notRestored: readonly Loss[];
  /** Of those, what the way forward had kept: this way back itself destroys it, so another may be better. */
  readonly needless: readonly Loss[];
  /** Whether roles are part of it. */
  readonly rolesRead: boolean;
  /** What the reader should know besides: roles left alone, columns at the end of their table. */
  readonly notes: readonly string[];
}

/** Why a strategy gave nothing. */
export interface FailedAttempt {
  readonly strategy: Strategy;
  readonly reason: string;
}
