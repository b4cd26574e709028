import type { Catalog, CatalogObject, Json } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

/** What the planner passes over, as statements: how columns are stored and counted, sequences that are not logged. */
export interface FineDdl {
  /** To be run while tables are empty. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const STORAGE: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', m: 'MAIN', x: 'EXTENDED' };
const COMPRESSION: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' };

/** Reads it from a catalog. Pure. */
export function fineDdl({ objects }: Catalog): FineDdl {
  const before: string[] = [];
  const after: string[] = [];
  for (const object of objects.values()) {
    if (object.kind === 'column') columnDdl(object, before, after);
    if (object.kind === 'table') after.push(...tableDdl(object));
    if (object.kind === 'index') after.push(...indexDdl(object));
    if (object.kind === 'sequence' && object.definition['unlogged'] === true)
      before.push(`ALTER SEQUENCE ${nameOf(object.schema, object.name)} SET UNLOGGED`);
    if (object.kind === 'materialized view' && object.definition['populated'] !== true)
      after.push(`REFRESH MATERIALIZED VIEW ${nameOf(object.schema, object.name)} WITH NO DATA`);
    if (object.kind === 'schema' && textOf(object.definition['owner']).startsWith('pg_'))
      after.push(
        `ALTER SCHEMA ${quoteIdentifier(object.name)} OWNER TO ${quoteIdentifier(textOf(object.definition['owner']))}`,
      );
  }
  return { before, after };
}

const nameOf = (schema: string | undefined, name: string): string =>
  `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name)}`;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function columnDdl(
  { schema, parent, name, definition, hidden }: CatalogObject,
  before: string[],
  after: string[],
): void {
  const kind = hidden['relation kind'];
  const table = nameOf(schema, parent ?? '');
  const head =
    kind === 'm'
      ? `ALTER MATERIALIZED VIEW ${table} ALTER COLUMN ${quoteIdentifier(name)}`
      : `ALTER TABLE ONLY ${table} ALTER COLUMN ${quoteIdentifier(name)}`;
  const early = kind === 'm' ? after : before;
  const storage = STORAGE[textOf(definition['storage'])];
  if (storage !== undefined) early.push(`${head} SET STORAGE ${storage}`);
  const compression = COMPRESSION[textOf(definition['compression'])];
  if (compression !== undefined) early.push(`${head} SET COMPRESSION ${compression}`);
  const target = definition['statistics target'];
  if (typeof target === 'number') after.push(`${head} SET STATISTICS ${target}`);
  const { options } = definition;
  if (Array.isArray(options)) after.push(`${head} SET (${options.map((one) => textOf(one)).join(', ')})`);
}

function tableDdl({ schema, name, definition }: CatalogObject): readonly string[] {
  const head = `ALTER TABLE ONLY ${nameOf(schema, name)}`;
  const options = definition['toast options'];
  const list = Array.isArray(options) ? options.map((one) => `toast.${textOf(one)}`).join(', ') : '';
  const type = textOf(definition['of type']);
  return [...(list === '' ? [] : [`${head} SET (${list})`]), ...(type === '' ? [] : [`${head} OF ${type}`])];
}

function indexDdl({ schema, parent, name, definition }: CatalogObject): readonly string[] {
  const targets = definition['statistics targets'] ?? {};
  return [
    ...(definition['clustered'] === true
      ? [`ALTER TABLE ${nameOf(schema, parent ?? '')} CLUSTER ON ${quoteIdentifier(name)}`]
      : []),
    ...(typeof targets === 'object' ? Object.entries(targets) : []).map(
      ([column, target]) =>
        `ALTER INDEX ${nameOf(schema, name)} ALTER COLUMN ${Number(column)} SET STATISTICS ${Number(target)}`,
    ),
  ];
}
