/** Something that must hold in every community, as one set-based query for what breaks it. */
export interface Invariant {
  /** Short name, in kebab case. */
  readonly name: string;
  /** What must hold, in one line. */
  readonly summary: string;
  /**
   * Returns the offending rows as `community_id`, `row` (which one) and `detail` (what is wrong with it).
   * `$1` is the list of communities to look at, or null for all.
   */
  readonly sql: string;
}

/** SQL condition that keeps a query to the communities asked for. */
export function inScope(alias: string): string {
  return `($1::uuid[] IS NULL OR ${alias}.community_id = ANY ($1::uuid[]))`;
}
