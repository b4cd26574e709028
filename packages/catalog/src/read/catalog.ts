/** A value as it comes out of the catalog query's `jsonb`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Where PostgreSQL itself keeps an object: catalog, OID and, for a column, its number.
 * Two snapshots of the *same* database can be matched by it, which tells a rename (same
 * address, other name) from a drop and an add (other address) with no guessing.
 */
export interface Address {
  /** Name of the system catalog, e.g. `pg_class`. */
  readonly catalog: string;
  readonly oid: number;
  /** Column number, 0 for a whole object. */
  readonly sub: number;
}

/** Every kind of object that a catalog lists. */
export type ObjectKind =
  | 'schema'
  | 'extension'
  | 'table'
  | 'foreign table'
  | 'view'
  | 'materialized view'
  | 'sequence'
  | 'index'
  | 'column'
  | 'constraint'
  | 'not null'
  | 'trigger'
  | 'rule'
  | 'policy'
  | 'enum'
  | 'composite type'
  | 'composite attribute'
  | 'domain'
  | 'domain constraint'
  | 'range type'
  | 'base type'
  | 'function'
  | 'procedure'
  | 'aggregate'
  | 'collation'
  | 'conversion'
  | 'statistics'
  | 'cast'
  | 'operator'
  | 'operator class'
  | 'operator family'
  | 'text search configuration'
  | 'text search dictionary'
  | 'text search parser'
  | 'text search template'
  | 'language'
  | 'transform'
  | 'access method'
  | 'event trigger'
  | 'publication'
  | 'publication table'
  | 'publication schema'
  | 'foreign data wrapper'
  | 'foreign server'
  | 'user mapping'
  | 'default privileges';

/** One object of a live database, in a form that two databases can be compared by. */
export interface CatalogObject {
  /** Kind and qualified name: the same for "the same" object in two databases. */
  readonly key: string;
  readonly kind: ObjectKind;
  readonly schema?: string;
  /** The table (type, domain, publication ...) that a column, constraint, trigger ... belongs to. */
  readonly parent?: string;
  readonly name: string;
  /** Argument types of a routine, operands of an operator: part of the identity. */
  readonly signature?: string;
  readonly address: Address;
  /** What is compared, attribute by attribute: never an OID, never a column number. */
  readonly definition: { readonly [attribute: string]: Json };
  /** What is known and not compared: order of columns, OIDs of enum labels, place in the dump. */
  readonly hidden: { readonly [attribute: string]: Json };
}

/** A whole database at one moment. Read by {@link readCatalog}; never changed afterwards. */
export interface Catalog {
  /** `server_version_num`, e.g. 180004. */
  readonly serverVersion: number;
  readonly objects: ReadonlyMap<string, CatalogObject>;
}

/** One disagreement of two catalogs. */
export interface Difference {
  readonly kind: 'missing' | 'unexpected' | 'changed';
  readonly object: CatalogObject;
  /** For `changed`: which attribute, and its value on either side. */
  readonly attribute?: string;
  readonly expected?: Json;
  readonly actual?: Json;
  /** One readable line. */
  readonly line: string;
}
