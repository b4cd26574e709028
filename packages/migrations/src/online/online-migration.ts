import type { BackfillText } from '../project/backfill-file.ts';

/** One of the migrations that an unsafe one becomes, in order. */
export interface OnlineMigration {
  /** What its folder's name ends in, after the slug of the original; empty for the first, which keeps the name. */
  readonly suffix: string;
  /** Its migration.sql. */
  readonly up: string;
  /** Its down.sql; one is generated and proven where it is absent. */
  readonly down?: string;
  /** Its backfill.sql. */
  readonly backfill?: BackfillText;
}

/** The same with the name of its folder. */
export interface NamedMigration extends Omit<OnlineMigration, 'suffix'> {
  readonly name: string;
}
