import { quoteIdentifier } from '@agora/postgres';

/** Schema and name of a table, as the catalog has them. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface TableColumn {
  /** By format_type, without a length or precision: Citus hashes by type alone. */
  readonly type: string;
  /** Whether it is of a kind that Citus does not make on other nodes: a range or a base type of the project's own. */
  readonly unknownThere: boolean;
  /** Label of its collation, where that is not the type's own. */
  readonly collation?: string;
  /** Whether values that differ may be equal by its collation. */
  readonly nondeterministic: boolean;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** GENERATED ALWAYS AS (expression). */
  readonly generated: boolean;
  /** GENERATED AS IDENTITY. */
  readonly identity: boolean;
  /** Label of the sequence that its DEFAULT takes numbers from. */
  readonly sequence?: string;
}

/** What lets no two rows be alike: a key, a unique index, an exclusion. */
export interface UniqueRule {
  readonly name: string;
  readonly kind: 'primary key' | 'unique constraint' | 'unique index' | 'exclusion constraint';
  /** Columns that two rows must have equal to collide; an expression is left out. */
  readonly columns: readonly string[];
  readonly definition: string;
}

export type ReferentialAction = 'NO ACTION' | 'RESTRICT' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

export interface ForeignKeyRule {
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: TableName;
  readonly targetColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** As in ADD CONSTRAINT name ... */
  readonly definition: string;
  readonly comment?: string;
}

export interface TriggerRule {
  readonly name: string;
  /** `schema.name` of its function. */
  readonly function: string;
  /** Has REFERENCING OLD or NEW TABLE. */
  readonly transitionTables: boolean;
}

/** A condition that rows of a shard are held to, on its node. */
export interface ConditionRule {
  readonly name: string;
  /** `schema.name` of the functions that it calls. */
  readonly functions: readonly string[];
}

export interface PolicyRule extends ConditionRule {
  readonly hasSubquery: boolean;
  /** As ALTER POLICY takes them. */
  readonly clauses: readonly ('USING' | 'WITH CHECK')[];
  /** AS RESTRICTIVE: narrows what other policies let through. */
  readonly restrictive: boolean;
}

/** A table with all that decides where its rows can live. */
export interface SchemaTable extends TableName {
  readonly columns: ReadonlyMap<string, TableColumn>;
  readonly uniques: readonly UniqueRule[];
  readonly foreignKeys: readonly ForeignKeyRule[];
  readonly triggers: readonly TriggerRule[];
  readonly policies: readonly PolicyRule[];
  readonly checks: readonly ConditionRule[];
  /** They go where it goes. Each has what is its own: neither columns, nor what it has from this table. */
  readonly partitions: readonly SchemaTable[];
  /** Tables that inherit from it, or that it inherits from, other than by partitioning. */
  readonly relatives: readonly string[];
  readonly partitioned: boolean;
  /** Whether it has partitions that are partitioned themselves. */
  readonly nestedPartitions: boolean;
  /** Whether logical replication can name a row: a primary key, or REPLICA IDENTITY. */
  readonly replicaIdentity: boolean;
  /** Whether its rows are not in the write-ahead log, which logical replication reads. */
  readonly unlogged: boolean;
}

/** A table, then its partitions. */
export function withPartitions(table: SchemaTable): readonly SchemaTable[] {
  return [table, ...table.partitions];
}

/** As in `public.users`, to be read by people, and to compare names by. */
export function labelOf({ schema, name }: TableName): string {
  return `${schema}.${name}`;
}

/** Qualified and quoted, ready for SQL. */
export function quotedTable({ schema, name }: TableName): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
