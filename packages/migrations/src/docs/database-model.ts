import type { DatabaseFacts, ForeignKey, TableFacts } from '@agora/catalog';
import type { Domain, ModelDocs } from './schema-docs.ts';

/** A table with the model it belongs to. */
export interface DocumentedTable extends TableFacts {
  readonly model?: ModelDocs;
  /** Name of the domain; tables that no model knows are in `other`. */
  readonly domain: string;
}

/** The database and its schema files, brought together. */
export interface DatabaseModel {
  readonly domains: readonly { readonly name: string; readonly tables: readonly DocumentedTable[] }[];
  readonly tables: readonly DocumentedTable[];
  readonly facts: DatabaseFacts;
  readonly schema: readonly Domain[];
}

/** Name of the domain of tables that no model knows: made by hand-written SQL, or by Prisma for many-to-many. */
export const OTHER_DOMAIN = 'other';

/** Gives each table of the database its model, and so its domain and its words. */
export function databaseModel(facts: DatabaseFacts, schema: readonly Domain[]): DatabaseModel {
  const homes = new Map<string, { domain: string; model: ModelDocs }>();
  for (const domain of schema) {
    for (const model of domain.models)
      homes.set(key(model.schema, model.table), { domain: domain.name, model });
  }
  const tables = facts.tables.map((table): DocumentedTable => {
    const home = homes.get(key(table.schema, table.name)) ?? homes.get(key(undefined, table.name));
    return home ? { ...table, ...home } : { ...table, domain: OTHER_DOMAIN };
  });
  const names = [...schema.map(({ name }) => name), OTHER_DOMAIN];
  const domains = names.map((name) => ({ name, tables: inFileOrder(tables, name, schema) }));
  return { facts, schema, tables, domains: domains.filter((domain) => domain.tables.length > 0) };
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

/** The table that a foreign key points at. */
export function targetOf(model: DatabaseModel, foreignKey: ForeignKey): DocumentedTable | undefined {
  return model.tables.find(
    ({ schema, name }) => schema === foreignKey.targetSchema && name === foreignKey.target,
  );
}

/**
 * The foreign keys worth drawing: one that another implies is left out. A comment points at its post by
 * (community, post) and the post at its community, so that comment to community adds nothing but a line.
 */
export function drawnKeys(model: DatabaseModel, table: DocumentedTable): readonly ForeignKey[] {
  return table.foreignKeys.filter(
    (one) =>
      !table.foreignKeys.some((other) => {
        if (other === one || !one.columns.every((column) => other.columns.includes(column))) return false;
        if (other.columns.length <= one.columns.length || isTarget(table, other)) return false;
        const through = targetOf(model, other);
        return (
          through?.foreignKeys.some((next) =>
            isTarget({ schema: one.targetSchema, name: one.target }, next),
          ) === true
        );
      }),
  );
}

function isTarget(
  table: { readonly schema: string; readonly name: string },
  foreignKey: ForeignKey,
): boolean {
  return foreignKey.target === table.name && foreignKey.targetSchema === table.schema;
}

function inFileOrder(
  tables: readonly DocumentedTable[],
  domain: string,
  schema: readonly Domain[],
): readonly DocumentedTable[] {
  const order = schema.find(({ name }) => name === domain)?.models ?? [];
  const place = (table: DocumentedTable): number => (table.model ? order.indexOf(table.model) : Infinity);
  return tables
    .filter((table) => table.domain === domain)
    .toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}

/** Nothing separates schema and table better than a character no name holds. */
function key(schema: string | undefined, table: string): string {
  return `${schema ?? ''}\0${table}`;
}
