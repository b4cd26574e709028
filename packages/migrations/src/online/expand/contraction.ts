/** What ends an expansion. */
export interface Contraction {
  /** For the name of the migration. */
  readonly suffix: string;
  /** The directives of its migration.sql. */
  readonly header: readonly string[];
  /** A query that says whether it may run; absent where nothing is to be waited for. */
  readonly doneWhen?: string;
  readonly statements: readonly string[];
  readonly down: string;
}
