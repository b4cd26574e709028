/** A table as the sampler sees it. */
export interface SampleTable {
  readonly oid: number;
  /** Qualified and quoted, ready for SQL. */
  readonly name: string;
  /** Qualified, for people. */
  readonly label: string;
  /** Without its schema, as the catalog has it. */
  readonly bareName: string;
  readonly columns: readonly SampleColumn[];
  readonly checks: readonly SampleCheck[];
  readonly foreignKeys: readonly SampleForeignKey[];
  /** Sets of columns that must differ from row to row; partial and expression indexes included by their columns. */
  readonly uniques: readonly (readonly string[])[];
  /** Partitioned and without a partition: no row has a place. */
  readonly homeless: boolean;
}

/** A column that a row may be given a value for. */
export interface SampleColumn {
  readonly name: string;
  readonly type: SampleType;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Its DEFAULT, unless the column is an identity. */
  readonly default?: string;
  /** GENERATED ALWAYS AS IDENTITY: needs OVERRIDING SYSTEM VALUE. */
  readonly identity: boolean;
}

/** A type, resolved down to what values can be made from. */
export interface SampleType {
  /** By format_type, ready for a cast. */
  readonly sql: string;
  /** `typtype` of pg_type: b base, e enum, d domain, c composite, r range, m multirange. */
  readonly kind: string;
  /** Name without schema and modifiers, such as `varchar`. */
  readonly name: string;
  /** For varchar(n), char(n), bit(n): n. */
  readonly length?: number;
  /** For numeric(p, s). */
  readonly precision?: number;
  readonly scale?: number;
  readonly element?: SampleType;
  readonly labels?: readonly string[];
  readonly base?: SampleType;
  /** Checks of a domain, and of the domains below it. */
  readonly checks?: readonly string[];
  readonly attributes?: readonly SampleType[];
  readonly subtype?: SampleType;
}

/** A CHECK constraint: its condition, and the columns it looks at. */
export interface SampleCheck {
  readonly condition: string;
  readonly columns: readonly string[];
}

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

export interface SampleForeignKey {
  readonly columns: readonly string[];
  readonly target: number;
  /** The target as SQL. */
  readonly targetName: string;
  readonly targetColumns: readonly string[];
}

/** What became of the tables. */
export interface SampleReport {
  /** Rows there are in each table, by qualified name. */
  readonly filled: ReadonlyMap<string, number>;
  /** Tables that could not be given two rows, and why. */
  readonly unfilled: readonly { readonly table: string; readonly reason: string }[];
  /** Tables that took rows only with their triggers and foreign keys asleep (session_replication_role = replica). */
  readonly asleep: readonly string[];
}
