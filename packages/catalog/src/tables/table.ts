/** A table that rows can be put in, with what its rows must satisfy. */
export interface FillableTable {
  readonly oid: number;
  /** Qualified and quoted, ready for SQL. */
  readonly name: string;
  /** Qualified, for people. */
  readonly label: string;
  /** Without its schema, as the catalog has it. */
  readonly bareName: string;
  readonly columns: readonly FillableColumn[];
  readonly checks: readonly TableCheck[];
  readonly foreignKeys: readonly TableForeignKey[];
  /** Sets of columns that must differ from row to row; partial and expression indexes included by their columns. */
  readonly uniques: readonly (readonly string[])[];
  /** The columns of the primary key; empty where there is none. */
  readonly primaryKey: readonly string[];
  /** Partitioned and without a partition: no row has a place. */
  readonly homeless: boolean;
}

/** A column that a row may be given a value for. */
export interface FillableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Its DEFAULT, unless the column is an identity. */
  readonly default?: string;
  /** GENERATED ALWAYS AS IDENTITY: needs OVERRIDING SYSTEM VALUE. */
  readonly identity: boolean;
}

/** A type, resolved down to what values can be made from. */
export interface ColumnType {
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
  readonly element?: ColumnType;
  readonly labels?: readonly string[];
  readonly base?: ColumnType;
  /** Checks of a domain, and of the domains below it. */
  readonly checks?: readonly string[];
  readonly attributes?: readonly ColumnType[];
  readonly subtype?: ColumnType;
}

/** A CHECK constraint: its condition, and the columns it looks at. */
export interface TableCheck {
  readonly condition: string;
  readonly columns: readonly string[];
}

export interface TableForeignKey {
  readonly columns: readonly string[];
  readonly target: number;
  /** The target as SQL. */
  readonly targetName: string;
  readonly targetColumns: readonly string[];
}
