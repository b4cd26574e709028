/** What a made-up row is to show, beyond that there is one. */
export type RowKind =
  | { readonly kind: 'plain' }
  /** Null in every column that may be. */
  | { readonly kind: 'nulls'; readonly except: ReadonlySet<string> }
  /** Values that conversions damage. */
  | { readonly kind: 'odd'; readonly oddness: 'strong' | 'mild' }
  /** A literal that a script mentions, in every column that takes it. */
  | { readonly kind: 'literal'; readonly literal: string }
  /** A condition of a script holds for it. */
  | { readonly kind: 'condition'; readonly condition: string };

/** What became of the tables. */
export interface SampleReport {
  /** Rows there are in each table, by qualified name. */
  readonly filled: ReadonlyMap<string, number>;
  /** Tables that could not be given two rows, and why. */
  readonly unfilled: readonly { readonly table: string; readonly reason: string }[];
  /** Tables that took rows only with their triggers and foreign keys asleep (session_replication_role = replica). */
  readonly asleep: readonly string[];
}
