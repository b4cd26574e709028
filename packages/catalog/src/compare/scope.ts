import type { Catalog, CatalogObject } from '../read/catalog.ts';
import { asText } from './compare-catalogs.ts';

/** What of a database is nobody's business here, because others manage it. */
export interface Scope {
  /** Whether a schema is left out as a whole. */
  readonly leavesOut: (schema: string) => boolean;
  /** Tables and views left out with all that is on them, as `schema.name`. */
  readonly tables: ReadonlySet<string>;
  /** Enums left out, as `schema.name`. */
  readonly enums: ReadonlySet<string>;
  /** Extensions that count wherever they live: the history makes them. */
  readonly extensions: ReadonlySet<string>;
}

/** What is given by whoever asks. */
export interface ScopeOptions {
  /** By name, in `schema`, or `schema.name`. */
  readonly external?: { readonly tables: readonly string[]; readonly enums: readonly string[] } | undefined;
  /** The schema of unqualified names; default `public`. */
  readonly schema?: string | undefined;
  /** Further schemas to leave out. */
  readonly ignore?: readonly string[] | undefined;
}

/** Schemas that platforms and extensions keep beside those of their users: Supabase, TimescaleDB, PostGIS, Hasura. */
const PLATFORM_SCHEMAS =
  /^(?:auth|storage|realtime|_realtime|extensions|graphql|graphql_public|vault|pgsodium|pgsodium_masks|pgbouncer|pgmq|net|cron|supabase_functions|supabase_migrations|_analytics|_supavisor|_timescaledb_\w+|timescaledb_\w+|tiger|tiger_data|topology|hdb_catalog)$/;

/** Extensions that make a server another kind of server, and nothing that a schema uses. */
const PLATFORM_EXTENSIONS = /^citus(?:_columnar)?$/;

const PLATFORM_PUBLICATIONS = /^supabase_realtime/;

/**
 * What to leave out of a comparison with what a history makes.
 * @param made the catalog that the history makes: a platform's schema in which it makes something is the user's own
 */
export function scopeOf(made: Catalog, options: ScopeOptions): Scope {
  const { external = { tables: [], enums: [] }, schema = 'public', ignore = [] } = options;
  const qualify = (name: string): string => (name.includes('.') ? name : `${schema}.${name}`);
  const tables = new Set(external.tables.map(qualify));
  const enums = new Set(external.enums.map(qualify));
  const own = new Set(
    [...made.objects.values()]
      .filter((object) => object.kind !== 'schema' && !tables.has(tableOf(object)))
      .map((object) => object.schema),
  );
  return {
    leavesOut: (name) => ignore.includes(name) || (PLATFORM_SCHEMAS.test(name) && !own.has(name)),
    tables,
    enums,
    extensions: new Set(
      [...made.objects.values()].flatMap(({ kind, name }) => (kind === 'extension' ? [name] : [])),
    ),
  };
}

/** A catalog without what is outside the scope. */
export function withinScope(catalog: Catalog, scope: Scope): Catalog {
  const objects = [...catalog.objects].filter(([, object]) => isWithin(object, scope));
  return { ...catalog, objects: new Map(objects) };
}

/** Whether an object counts. */
export function isWithin(object: CatalogObject, scope: Scope): boolean {
  if (object.kind === 'schema') return !scope.leavesOut(object.name);
  if (object.schema !== undefined && scope.leavesOut(object.schema)) return false;
  if (object.kind === 'extension' && !scope.extensions.has(object.name))
    return !PLATFORM_EXTENSIONS.test(object.name) && !scope.leavesOut(asText(object.definition['schema']));
  if (object.kind === 'event trigger')
    return !scope.leavesOut(asText(object.definition['function']).split('.')[0] ?? '');
  if (object.kind === 'publication') return !PLATFORM_PUBLICATIONS.test(object.name);
  if (object.kind === 'enum') return !scope.enums.has(`${object.schema}.${object.name}`);
  return !scope.tables.has(tableOf(object));
}

function tableOf({ schema, parent, name }: CatalogObject): string {
  return `${schema ?? ''}.${parent ?? name}`;
}
