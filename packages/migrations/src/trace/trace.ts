import type { BackfillOutcome } from '../backfill/run-options.ts';
import type { LockMode, Waiting } from '../lint/locks/lock-mode.ts';

/** A lock that a statement took on a relation. */
export interface TracedLock {
  /** `schema.name`. */
  readonly relation: string;
  readonly kind: RelationKind;
  /** Of an index: its table, as `schema.name`. */
  readonly table?: string;
  readonly mode: LockMode;
  /** Queries of others that wait meanwhile. */
  readonly waits: Waiting;
  /** Whether the relation was there before the migration. */
  readonly there: boolean;
  /** Milliseconds of the migration's own work under it: to the end of its transaction, or as long as it was seen. */
  readonly heldMs: number;
  /**
   * `held` is read from pg_locks after the statement, in its transaction; `sampled` was seen by another session meanwhile;
   * `implied` was too short to be seen, and must have been there for what the statement did.
   */
  readonly seen: 'held' | 'sampled' | 'implied';
}

export type RelationKind = 'table' | 'index' | 'view' | 'materialized view' | 'sequence' | 'other';

/** A full read of a table. */
export interface TracedScan {
  readonly table: string;
  /** Rows read, all reads together. */
  readonly rows: number;
}

/** What one statement did. Tables and indexes are `schema.name`. */
export interface TracedStatement {
  /** 1-based line of migration.sql. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly text: string;
  /** Milliseconds that it ran. */
  readonly ms: number;
  /** Number of its transaction in the file, from 1; undefined where it runs outside of one. */
  readonly transaction?: number;
  /** What it took and did not have, the strongest first. Locks on the system catalogs are left out. */
  readonly locks: readonly TracedLock[];
  /** The strongest lock, on each relation that was there, under which it ran: its own and those of its transaction. */
  readonly under: readonly TracedLock[];
  /** Tables that were there and got a new file. */
  readonly rewritten: readonly string[];
  /** Tables that were there and that TRUNCATE emptied. */
  readonly emptied: readonly string[];
  /** Indexes that were built on tables that were there, those of a rewritten table included. */
  readonly built: readonly { readonly index: string; readonly table: string }[];
  /** Tables that were there and were read from the first row to the last. */
  readonly scans: readonly TracedScan[];
  /** Bytes of write-ahead log that the server wrote meanwhile: on a shared one, others' too. */
  readonly walBytes: number;
}

/** A table's rows when the migration began. */
export interface TracedTable {
  readonly table: string;
  readonly rows: number;
  /** Why they are fewer than were asked for. */
  readonly reason?: string;
}

/** What the backfill of a migration did. It locks the rows of a batch until that is committed, and keeps nobody from its table. */
export interface TracedBackfill {
  readonly outcome: BackfillOutcome;
  /** Rows met, and rows changed. */
  readonly rows: number;
  readonly changed: number;
  readonly batches: number;
  /** Milliseconds. */
  readonly ms: number;
  readonly longestBatchMs: number;
}

/** What a migration did to a filled scratch copy. */
export interface MigrationTrace {
  readonly migration: string;
  /** The tables that it touches. */
  readonly tables: readonly TracedTable[];
  /** In the order of the file. */
  readonly statements: readonly TracedStatement[];
  /** Milliseconds of all statements; without the backfill. */
  readonly ms: number;
  readonly backfill?: TracedBackfill;
  /** Where the linter says something else than what was seen. */
  readonly linter: readonly LinterDifference[];
  /** What a person must know of the trace, such as that it ran on empty tables. */
  readonly notes: readonly string[];
}

/** Where the linter says something else of a statement than what was seen. */
export interface LinterDifference {
  /** Of the statement. */
  readonly line: number;
  readonly text: string;
  /** Rules that speak of it, with what they say; empty where none does. */
  readonly predicted: readonly string[];
  /** What was seen. */
  readonly seen: string;
}
