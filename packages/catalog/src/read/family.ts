import type { ObjectKind } from './catalog.ts';

/**
 * One family of objects: a query that gives a row per object. Each query selects, in this order of names,
 * `kind, schema, parent, name, signature, catalog, oid, sub, rel, definition, hidden, owner, acl, acl_type`;
 * what a family leaves out is filled in by {@link rowOf}.
 */
export interface Family {
  readonly name: string;
  /** The query for a server of this version (`server_version_num`), or undefined where it has no such objects. */
  readonly sql: (version: number) => string | undefined;
}

/** The pieces of one family's query, as SQL expressions. */
interface FamilyQuery {
  readonly kind: ObjectKind | { readonly expression: string };
  readonly schema?: string;
  readonly parent?: string;
  readonly name: string;
  readonly signature?: string;
  /** The system catalog that holds the object. */
  readonly catalog: string;
  readonly oid: string;
  readonly sub?: string;
  /** OID in pg_class of the relation that the object belongs to: it leaves with a relation that an extension owns. */
  readonly relation?: string;
  /** Attribute name to SQL expression; each is turned into JSON. */
  readonly definition: Readonly<Record<string, string>>;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Expression of the owner's OID. */
  readonly owner?: string;
  /** Expression of the `aclitem[]` and the letter that `acldefault()` knows the kind by. */
  readonly acl?: { readonly items: string; readonly letter: string; readonly defaults?: boolean };
  readonly from: string;
  readonly where?: string;
}

/**
 * What a user has set, as sorted text: of the server's own entries, which it may add in any minor release, none. Names
 * that begin with `pg_` are the server's.
 * @param options SQL of a `text[]` of `name=value`
 * @param known the names that count; all but the server's where it is left out
 */
export const userOptions = (options: string, known?: readonly string[]): string => {
  const counts =
    known === undefined
      ? `o NOT LIKE 'pg\\_%'`
      : `split_part(o, '=', 1) IN (${known.map((name) => `'${name}'`).join(', ')})`;
  return `(SELECT to_jsonb(array_agg(o ORDER BY o)) FROM unnest(${options}) o WHERE ${counts})`;
};

/** SQL of a `text[]` as sorted JSON. */
export const sortedTexts = (array: string): string =>
  `(SELECT to_jsonb(array_agg(o ORDER BY o)) FROM unnest(${array}) o)`;

const pairs = (record: Readonly<Record<string, string>>): string =>
  Object.entries(record)
    .map(([key, expression]) => `'${key}', ${expression}`)
    .join(', ');

/**
 * Privileges as sorted text, the owner's own written as `(owner)` so that the same grants read the same
 * whoever owns the object; an absent list counts as the kind's default one.
 */
const privileges = (acl: NonNullable<FamilyQuery['acl']>, owner: string): string => {
  const items =
    acl.defaults === false
      ? acl.items
      : `coalesce(${acl.items}, acldefault(${acl.letter}::"char", ${owner}))`;
  return `(SELECT jsonb_agg(line ORDER BY line) FROM (
    SELECT CASE WHEN e.grantee = 0 THEN 'PUBLIC' WHEN e.grantee = ${owner} THEN '(owner)' ELSE pg_get_userbyid(e.grantee)::text END
      || ' ' || e.privilege_type || CASE WHEN e.is_grantable AND e.grantee <> ${owner} THEN ' with grant option' ELSE '' END AS line
    FROM aclexplode(${items}) e) lines)`;
};

/** Composes the query of a family from its pieces. */
export function familySql(query: FamilyQuery): string {
  const kind = typeof query.kind === 'string' ? `'${query.kind}'` : query.kind.expression;
  const definition: Record<string, string> = { ...query.definition };
  if (query.owner !== undefined) definition['owner'] = `pg_get_userbyid(${query.owner})`;
  if (query.acl !== undefined) definition['privileges'] = privileges(query.acl, query.owner ?? '0::oid');
  return `SELECT ${kind} AS kind, ${query.schema ?? 'NULL'}::text AS schema, ${query.parent ?? 'NULL'}::text AS parent,
  ${query.name}::text AS name, ${query.signature ?? 'NULL'}::text AS signature, '${query.catalog}' AS catalog,
  ${query.oid}::int8 AS oid, ${query.sub ?? '0'}::int4 AS sub, ${query.relation ?? 'NULL'}::int8 AS rel,
  jsonb_build_object(${pairs(definition)}) AS definition,
  jsonb_build_object(${pairs(query.hidden ?? {})}) AS hidden
FROM ${query.from}
WHERE ${query.where ?? 'true'}`;
}

/**
 * Condition: a schema that is the user's own. `agora` holds the tool's own tables and `agora_parked` what a migration
 * would have destroyed: neither is ever compared.
 */
export const userSchema = (alias: string): string =>
  `${alias}.nspname !~ '^pg_' AND ${alias}.nspname NOT IN ('information_schema', 'agora', 'agora_parked')`;

/** Condition: not the name of something that a migration has parked where it stood, such as a column. */
export const notParked = (name: string): string => `${name} !~ '^agora_parked_'`;

/** Condition: a relation that is part of the schema; the history tables of the runners are not. */
export const userRelation = (relation: string, schema: string): string =>
  `${userSchema(schema)} AND ${notParked(`${relation}.relname`)}
    AND ${relation}.relname NOT IN ('_prisma_migrations', '_prisma_migrations_pkey')`;

/** Condition: made after initdb, so not the server's own. 16384 is PostgreSQL's FirstNormalObjectId. */
export const madeByUser = (oid: string): string => `${oid} >= 16384`;
