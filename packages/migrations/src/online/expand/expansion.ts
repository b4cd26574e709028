import type { OnlineMigration } from '../online-migration.ts';

/** What a change becomes, or why it cannot be done by expansion. */
export type Expansion = { readonly migrations: readonly OnlineMigration[] } | { readonly reason: string };

/** Statements as a script, a blank line between those of several lines. */
export function script(...statements: readonly string[]): string {
  return `${statements.join('\n')}\n`;
}
