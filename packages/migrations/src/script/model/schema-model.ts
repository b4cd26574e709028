import type { Name } from '@agora/postgres/parser';
import { builtinSteady, builtinVolatile, extensionVolatile } from './builtin-volatility.ts';

/** A column, as far as the history tells. */
export interface ColumnFact {
  readonly name: string;
  /** In the spelling of `typeText`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Number of the migration that added it. */
  readonly addedIn: number;
  /** GENERATED ALWAYS AS ... VIRTUAL: computed on reading. */
  readonly virtual?: true;
}

export interface ConstraintFact {
  readonly name?: string;
  readonly kind: 'check' | 'foreign' | 'unique' | 'primary' | 'exclude' | 'not-null';
  /** False from NOT VALID until VALIDATE CONSTRAINT. */
  readonly validated: boolean;
  readonly addedIn: number;
  /** Columns of a key, UNIQUE or foreign key; empty for other kinds. */
  readonly columns: readonly string[];
  /** Of a CHECK: the columns that it reads. */
  readonly reads?: readonly string[];
  /** Of a foreign key: the table that it refers to, by its key in the model. */
  readonly parent?: string;
  /** Of a foreign key: what a DELETE of a row that is referred to does. */
  readonly onDelete?: 'NO ACTION' | 'RESTRICT' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';
  /** Columns that the constraint proves to hold no NULL once it is validated. */
  readonly notNullColumns: readonly string[];
}

export interface IndexFact {
  /** By its key in the model. */
  readonly table: string;
  readonly createdIn: number;
  /** That stand in it, as they are or in an expression. */
  readonly columns: readonly string[];
  /** Of an index with a condition or an expression: the columns that it reads. */
  readonly reads?: readonly string[];
}

/** Columns in which no two rows may agree. */
export interface UniqueFact {
  /** Of the index or constraint that sees to it. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Number of the migration that dropped it: until then the rows were held to it. */
  readonly goneIn?: number;
}

export interface TableFact {
  /** The schema resolved. */
  readonly schema: string;
  readonly name: string;
  readonly createdIn: number;
  readonly columns: ReadonlyMap<string, ColumnFact>;
  readonly constraints: readonly ConstraintFact[];
  /** Keys of all rows; partial ones and those of expressions are left out. */
  readonly uniques?: readonly UniqueFact[];
  readonly partitioned?: boolean;
  /** Columns by which it is partitioned, by RANGE or LIST; none of another strategy. */
  readonly partitionKey?: readonly string[];
  /** Whether it has had a partition besides a DEFAULT one. */
  readonly hasPartitions?: true;
  readonly unlogged?: boolean;
  readonly rowSecurity?: boolean;
  /** Of a partitioned table: its DEFAULT partition. */
  readonly defaultPartition?: Name;
  /** Of a table that was there before the first statement: what it was called then. */
  readonly origin?: Origin;
  /** Columns that got another name: that of now -> that before the first statement. */
  readonly renamed?: ReadonlyMap<string, string>;
}

/** What an object was called before the first statement, and where one looked for it. */
export interface Origin extends Name {
  /** The schemas in which it is found, in order, unless its own is written. */
  readonly path: readonly string[];
}

interface EnumFact {
  readonly createdIn: number;
  /** Value -> number of the migration that added it. */
  readonly values: ReadonlyMap<string, number>;
}

interface DomainFact {
  readonly createdIn: number;
  /** Whether it has a constraint, which adding a column of it looks at. */
  readonly constrained: boolean;
  /** The type that it is of, in the spelling of `typeText`. */
  readonly base?: string;
}

/** A view, sequence, function or trigger. */
interface ObjectFact {
  readonly createdIn: number;
  /** Of a function that only a trigger can call. */
  readonly returnsTrigger: boolean;
  /** Number of the migration that gave it its name by RENAME or SET SCHEMA. */
  readonly namedIn?: number;
}

/** A GRANT on one object. */
interface GrantFact {
  readonly text: string;
  /** Who has it; `public` for all. */
  readonly roles: readonly string[];
}

export type Volatility = 'immutable' | 'stable' | 'volatile';

/** How sure the answer is, and where it comes from. */
export interface VolatilityFact {
  readonly volatility: 'steady' | 'volatile' | 'unknown';
  /** The extension or the history, where the function is not PostgreSQL's own. */
  readonly from: 'postgresql' | 'history' | { readonly extension: string } | 'nowhere';
}

/**
 * What the statements so far make known of a schema: enough to tell a new table from an old one and to
 * know the type a column had. What it does not know (tables older than the history) counts as existing.
 */
export class SchemaModel {
  readonly defaultSchema: string;
  /** search_path, as the current script has set it. */
  searchPath: readonly string[];
  /** Number of the migration being read. */
  migration = 0;
  /** Migrations that are deployed together with the current one. */
  readonly together: Set<number>;
  readonly tables: Map<string, TableFact>;
  readonly enums: Map<string, EnumFact>;
  readonly domains: Map<string, DomainFact>;
  readonly functions: Map<string, Volatility>;
  readonly indexes: Map<string, IndexFact>;

  /** Schemas that got another name: that of now -> that before the first statement; undefined for one made since. */
  readonly schemas: Map<string, string | undefined>;

  /** Table -> the permissive policies it has; none where there is no entry. */
  readonly policies: Map<string, ReadonlySet<string>>;

  /** Views, sequences, functions and triggers, by the id that `objects.ts` gives them. */
  readonly objects: Map<string, ObjectFact>;

  /** What was granted, by the same ids; `relation:<schema>.*` for all tables of a schema. */
  readonly grants: Map<string, readonly GrantFact[]>;

  /** Whether privileges of new objects were set by ALTER DEFAULT PRIVILEGES. */
  grantsByDefault: boolean;

  /** Names of 63 bytes -> the longer ones that were written and cut to them. */
  readonly cutNames: Map<string, ReadonlySet<string>>;

  constructor(defaultSchema: string, from?: SchemaModel) {
    this.defaultSchema = defaultSchema;
    this.searchPath = from?.searchPath ?? [defaultSchema];
    this.migration = from?.migration ?? 0;
    this.together = new Set(from?.together);
    this.tables = new Map(from?.tables);
    this.enums = new Map(from?.enums);
    this.domains = new Map(from?.domains);
    this.functions = new Map(from?.functions);
    this.indexes = new Map(from?.indexes);
    this.schemas = new Map(from?.schemas);
    this.policies = new Map(from?.policies);
    this.objects = new Map(from?.objects);
    this.grants = new Map(from?.grants);
    this.grantsByDefault = from?.grantsByDefault ?? false;
    this.cutNames = new Map(from?.cutNames);
  }

  /** The first schema of search_path. */
  get currentSchema(): string {
    return this.searchPath[0] ?? this.defaultSchema;
  }

  /** A copy that can go another way. Facts are immutable, so that it costs no more than the maps. */
  fork(): SchemaModel {
    return new SchemaModel(this.defaultSchema, this);
  }

  key(name: Name): string {
    return `${name.schema ?? this.currentSchema}.${name.name}`;
  }

  table(name: Name): TableFact | undefined {
    return this.tables.get(this.key(name));
  }

  column(table: Name, column: string): ColumnFact | undefined {
    return this.table(table)?.columns.get(column);
  }

  /** Whether the current migration, or one that is deployed with it, made the table: no other session can see it yet. */
  isNew(table: Name): boolean {
    return this.isUnseen(this.table(table)?.createdIn);
  }

  /** Whether what a migration made is seen by nobody: it is the current one, or is deployed with it. */
  isUnseen(madeIn: number | undefined): boolean {
    return madeIn !== undefined && (madeIn === this.migration || this.together.has(madeIn));
  }

  /** What a table was called before the first statement; undefined for one that was not there yet. */
  originOf(table: Name): Origin | undefined {
    const known = this.table(table);
    if (known) return known.origin;
    const { schema, name } = table;
    const path = this.searchPath.map((one) => this.schemas.get(one) ?? one);
    return schema === undefined ? { name, path } : { schema: this.schemas.get(schema) ?? schema, name, path };
  }

  /** What a column of such a table was called before the first statement; undefined for one that was not there yet. */
  columnOriginOf(table: Name, column: string): string | undefined {
    const known = this.table(table);
    const renamed = known?.renamed?.get(column);
    if (renamed !== undefined) return renamed;
    return this.isUnseen(known?.columns.get(column)?.addedIn) ? undefined : column;
  }

  /** The columns of a table that were not there before the first statement. */
  columnsAddedTo(table: Name): readonly string[] {
    const known = [...(this.table(table)?.columns.keys() ?? [])];
    return known.filter((column) => this.columnOriginOf(table, column) === undefined);
  }

  /** What is known of a table; one that no statement has made was there before. */
  touch(table: Name): TableFact {
    const known = this.table(table);
    if (known) return known;
    const origin = this.originOf(table);
    return {
      schema: table.schema ?? this.currentSchema,
      name: table.name,
      createdIn: -1,
      columns: new Map(),
      constraints: [],
      ...(origin === undefined ? {} : { origin }),
    };
  }

  /** The enum of a type as `typeText` spells it. */
  enumOf(type: string | undefined): EnumFact | undefined {
    if (type === undefined) return undefined;
    const bare = type.replace(/(?:\[\])+$/, '');
    return this.enums.get(bare.includes('.') ? bare : `${this.currentSchema}.${bare}`);
  }

  /** The domain of a type as `typeText` spells it. */
  domainOf(type: string): DomainFact | undefined {
    return this.domains.get(type.includes('.') ? type : `${this.currentSchema}.${type}`);
  }

  /** Whether a function gives one value for a whole statement (steady) or one for each row. */
  volatilityOf(name: Name): VolatilityFact {
    const builtin = name.schema === undefined || name.schema === 'pg_catalog';
    const own = this.functions.get(this.key(name));
    if (own !== undefined) return { volatility: own === 'volatile' ? 'volatile' : 'steady', from: 'history' };
    if (builtin && builtinVolatile.has(name.name)) return { volatility: 'volatile', from: 'postgresql' };
    if (builtin && builtinSteady.has(name.name)) return { volatility: 'steady', from: 'postgresql' };
    const extension = extensionVolatile.get(name.name);
    if (extension !== undefined) return { volatility: 'volatile', from: { extension } };
    return { volatility: 'unknown', from: 'nowhere' };
  }
}
