import type { DatabaseFacts, TableFacts } from '@agora/catalog';
import { type Relation, Relations } from './relations.ts';
import type { Domain, ModelDocs } from './schema-docs.ts';
import { splitDomain } from './split-domains.ts';
import type { DocumentedTable, Link, TableGroup } from './tables.ts';

/** The database and its schema files, brought together. */
export interface DatabaseModel {
  /** By schema file; what is too large for one picture is split by what points at what. */
  readonly domains: readonly TableGroup[];
  readonly tables: readonly DocumentedTable[];
  /** What is drawn: relations that another implies are left out, and so are those to tables that are not there. */
  readonly links: readonly Link[];
  readonly facts: DatabaseFacts;
  readonly schema: readonly Domain[];
}

/** Name of the domain of tables that no model knows, made by hand-written SQL. */
const OTHER_DOMAIN = 'other';

/** Gives each table of the database its model, and so its domain and its words. */
export function databaseModel(facts: DatabaseFacts, schema: readonly Domain[]): DatabaseModel {
  const homes = new Map<string, Home>();
  for (const domain of schema) {
    for (const model of domain.models)
      homes.set(key(model.schema, model.table), { domain: domain.name, model });
    for (const { table } of domain.models.flatMap(({ joins }) => joins))
      homes.set(key(undefined, table), { domain: domain.name });
  }
  const homeOf = (table: TableFacts): Home | undefined =>
    homes.get(key(table.schema, table.name)) ?? homes.get(key(undefined, table.name));
  const tableOf = new Map(facts.tables.map((table) => [homeOf(table)?.model?.name ?? '', table]));
  const relations = new Relations(tableOf, schema);
  const tables = facts.tables.map((table): DocumentedTable => {
    const model = homeOf(table)?.model;
    return { ...table, ...(model === undefined ? {} : { model }), relations: relations.of(table, model) };
  });
  const names = [...schema.map(({ name }) => name), OTHER_DOMAIN];
  const domains = names
    .map((name) => ({
      name,
      tables: inFileOrder(
        tables.filter((table) => (homeOf(table)?.domain ?? OTHER_DOMAIN) === name),
        schema.find((domain) => domain.name === name)?.models ?? [],
      ),
    }))
    .filter((domain) => domain.tables.length > 0);
  const only = domains.length === 1;
  const links = linksOf(tables);
  return {
    facts,
    schema,
    tables,
    links,
    domains: domains.flatMap((domain) => splitDomain(domain, links, only)),
  };
}

/** Where a table is declared. */
interface Home {
  readonly domain: string;
  /** Absent for the table of an implicit many-to-many relation. */
  readonly model?: ModelDocs;
}

/** `schema.table` where several schemas are used, else the table alone. */
export function displayName(
  model: DatabaseModel,
  table: { readonly schema: string; readonly name: string },
): string {
  return new Set(model.tables.map(({ schema }) => schema)).size > 1
    ? `${table.schema}.${table.name}`
    : table.name;
}

/** The table that a relation points at. */
export function targetOf(model: DatabaseModel, relation: Relation): DocumentedTable | undefined {
  return model.tables.find(
    ({ schema, name }) => schema === relation.targetSchema && name === relation.target,
  );
}

/**
 * The relations worth drawing: one that another implies is left out. A comment points at its post by
 * (community, post) and the post at its community, so that comment to community adds nothing but a line.
 */
function linksOf(tables: readonly DocumentedTable[]): readonly Link[] {
  const byName = new Map(tables.map((table) => [key(table.schema, table.name), table]));
  const targetOfRelation = ({ targetSchema, target }: Relation): DocumentedTable | undefined =>
    byName.get(key(targetSchema, target));
  const implies = (table: DocumentedTable, other: Relation, one: Relation): boolean => {
    if (other === one || !one.columns.every((column) => other.columns.includes(column))) return false;
    const through = targetOfRelation(other);
    if (other.columns.length <= one.columns.length || through === undefined || through === table)
      return false;
    return through.relations.some((next) => targetOfRelation(next) === targetOfRelation(one));
  };
  return tables.flatMap((table) =>
    table.relations.flatMap((relation): Link[] => {
      const target = targetOfRelation(relation);
      if (target === undefined || table.relations.some((other) => implies(table, other, relation))) return [];
      return [{ table, target, relation }];
    }),
  );
}

function inFileOrder(
  tables: readonly DocumentedTable[],
  models: readonly ModelDocs[],
): readonly DocumentedTable[] {
  const place = (table: DocumentedTable): number => (table.model ? models.indexOf(table.model) : Infinity);
  return tables.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}

/** Nothing separates schema and table better than a character no name holds. */
function key(schema: string | undefined, table: string): string {
  return `${schema ?? ''}\0${table}`;
}
