import type { BackfillText } from '../../project/backfill-file.ts';

/**
 * What a step needs around it: a `change` shares a transaction with other changes, a `backfill` runs in batches after
 * what stands before it, a `build` (CONCURRENTLY) stands alone in its file, a `validate` shares one with its like,
 * so that no strong lock is held while rows are read.
 */
export type Kind = 'change' | 'backfill' | 'build' | 'validate';

/** What a row of the table writes in the place of one hazard; each draft needs those before it. */
export interface Draft {
  readonly kind: Kind;
  /** One statement without its semicolon; empty for a backfill. */
  readonly sql: string;
  readonly backfill?: BackfillText;
  /** Stands above it. */
  readonly comment?: string;
  /** It needs what stands before it to be committed. */
  readonly fresh?: boolean;
  /** What its file is called, if it stands alone. */
  readonly suffix?: string;
  /** A directive for which it has a file of its own. */
  readonly allow?: string;
  /** The sql is a whole file. */
  readonly whole?: Whole;
}

/** A file of an expansion, which is not taken apart again. */
export interface Whole {
  /** Stands in its text for the name of the first file of the same expansion. */
  readonly placeholder?: string;
  readonly down?: string;
}

/** What a hazard becomes, or why it stays. */
export type Rewriting =
  | {
      readonly drafts: readonly Draft[];
      /** Columns, as `schema.table.column`, whose values come in another order of rows. */
      readonly reordered?: readonly string[];
      /** The text of a later statement that has no place any more. */
      readonly instead?: string;
    }
  | { readonly left: string };

/** One file to be, without what stands at its top. */
export interface Part {
  readonly kind: Kind;
  /** Statements with their comments and semicolons. */
  readonly body: string;
  readonly suffix?: string;
  readonly whole?: Whole;
  /** Runs after the statements. */
  readonly backfill?: BackfillText;
  /** Backfills that must be done before it. */
  readonly after: readonly BackfillText[];
}
