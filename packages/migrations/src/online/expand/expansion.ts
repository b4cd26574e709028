import type { OnlineMigration } from '../online-migration.ts';

/** One migration of an expansion. */
export interface ExpandingMigration extends OnlineMigration {
  /** Stands in its text for the name of the first of its column, where there are several. */
  readonly placeholder?: string;
}

/** What a change becomes, or why it cannot be done by expansion. */
export type Expansion =
  | {
      readonly migrations: readonly ExpandingMigration[];
      /** The old type, in SQL, where the contraction drops it. */
      readonly drops?: string;
    }
  | { readonly reason: string };

/** Statements as a script, a blank line between those of several lines. */
export function script(...statements: readonly string[]): string {
  return `${statements.join('\n')}\n`;
}
