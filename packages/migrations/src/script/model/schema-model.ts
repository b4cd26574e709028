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
}

export interface ConstraintFact {
  readonly name?: string;
  readonly kind: 'check' | 'foreign' | 'unique' | 'primary' | 'exclude' | 'not-null';
  /** False from NOT VALID until VALIDATE CONSTRAINT. */
  readonly validated: boolean;
  readonly addedIn: number;
  /** Columns that the constraint proves to hold no NULL once it is validated. */
  readonly notNullColumns: readonly string[];
}

export interface TableFact {
  /** The schema resolved. */
  readonly schema: string;
  readonly name: string;
  readonly createdIn: number;
  readonly columns: ReadonlyMap<string, ColumnFact>;
  readonly constraints: readonly ConstraintFact[];
}

export interface EnumFact {
  readonly createdIn: number;
  /** Value -> number of the migration that added it. */
  readonly values: ReadonlyMap<string, number>;
}

export interface DomainFact {
  readonly createdIn: number;
  /** Whether it has a constraint, which adding a column of it looks at. */
  readonly constrained: boolean;
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
  /** The first schema of search_path, as the current script has set it. */
  currentSchema: string;
  /** Number of the migration being read. */
  migration = 0;
  /** Migrations that are deployed together with the current one. */
  readonly together: Set<number>;
  readonly tables: Map<string, TableFact>;
  readonly enums: Map<string, EnumFact>;
  readonly domains: Map<string, DomainFact>;
  readonly functions: Map<string, Volatility>;
  /** Index -> the table it is on, and the migration that made it. */
  readonly indexes: Map<string, { readonly table: string; readonly createdIn: number }>;

  constructor(defaultSchema: string, from?: SchemaModel) {
    this.defaultSchema = defaultSchema;
    this.currentSchema = defaultSchema;
    this.migration = from?.migration ?? 0;
    this.together = new Set(from?.together);
    this.tables = new Map(from?.tables);
    this.enums = new Map(from?.enums);
    this.domains = new Map(from?.domains);
    this.functions = new Map(from?.functions);
    this.indexes = new Map(from?.indexes);
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

  /** The enum of a type as `typeText` spells it. */
  enumOf(type: string | undefined): EnumFact | undefined {
    if (type === undefined) return undefined;
    const bare = type.replace(/(?:\[\])+$/, '');
    return this.enums.get(bare.includes('.') ? bare : `${this.currentSchema}.${bare}`);
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
