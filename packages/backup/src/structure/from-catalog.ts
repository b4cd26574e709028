import { type Catalog, type CatalogObject, displayName } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { columnDdl, columnOf, commentDdl, nameOf, textOf } from './column-ddl.ts';
import type { LateStatement } from './structure.ts';

/** What the planner passes over, as statements: how columns are stored and counted, sequences that are not logged. */
interface FineDdl {
  /** To be run while tables are empty. */
  readonly before: readonly string[];
  readonly after: readonly LateStatement[];
}

const RELATIONS: ReadonlySet<string> = new Set(['table', 'foreign table', 'view', 'materialized view']);

/** Reads it from a catalog. Pure. */
export function fineDdl({ objects }: Catalog): FineDdl {
  const before: string[] = [];
  const after: string[] = [];
  const rights: string[] = [];
  const all = [...objects.values()];
  const relations = new Map(
    all.flatMap((one) => (RELATIONS.has(one.kind) ? [[one.address.oid, one] as const] : [])),
  );
  for (const object of all) {
    const { kind, schema, name, definition } = object;
    if (kind === 'column') {
      const relation = relations.get(object.address.oid);
      const [parent] = Array.isArray(relation?.definition['parents']) ? relation.definition['parents'] : [];
      const above = objects.get(`column ${textOf(parent)}.${displayName(name)}`);
      const column = columnDdl(object, { owner: textOf(relation?.definition['owner']), above });
      before.push(...column.before);
      after.push(...column.after);
      rights.push(...column.rights);
    }
    if (kind === 'composite attribute') after.push(...commentDdl(`COLUMN ${columnOf(object)}`, object));
    if (kind === 'table') after.push(...tableDdl(object));
    if (kind === 'index') after.push(...indexDdl(object));
    if (kind === 'not null') notNullDdl(object, before, after);
    if (kind === 'trigger' && definition['inherited'] === true) after.push(enabledDdl(object));
    if (kind === 'sequence' && definition['unlogged'] === true)
      after.push(`ALTER SEQUENCE ${nameOf(schema, name)} SET UNLOGGED`);
    if (kind === 'materialized view' && definition['populated'] !== true)
      after.push(`REFRESH MATERIALIZED VIEW ${nameOf(schema, name)} WITH NO DATA`);
  }
  const owners = all.flatMap(({ kind, name, definition }) =>
    kind === 'schema' && textOf(definition['owner']).startsWith('pg_')
      ? [`ALTER SCHEMA ${quoteIdentifier(name)} OWNER TO ${quoteIdentifier(textOf(definition['owner']))}`]
      : [],
  );
  return {
    before,
    after: [
      ...after.map((sql) => ({ sql, kind: 'other' as const })),
      ...owners.map((sql) => ({ sql, kind: 'owner' as const })),
      ...rights.map((sql) => ({ sql, kind: 'right' as const })),
    ],
  };
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
    ...commentDdl(`INDEX ${nameOf(schema, name)}`, { definition }),
    ...(definition['clustered'] === true
      ? [`ALTER TABLE ${nameOf(schema, parent ?? '')} CLUSTER ON ${quoteIdentifier(name)}`]
      : []),
    ...(typeof targets === 'object' ? Object.entries(targets) : []).map(
      ([column, target]) =>
        `ALTER INDEX ${nameOf(schema, name)} ALTER COLUMN ${Number(column)} SET STATISTICS ${Number(target)}`,
    ),
  ];
}

/** The planner makes it of all rows, and for children too. */
function notNullDdl(
  { schema, parent, name, definition, hidden }: CatalogObject,
  before: string[],
  after: string[],
): void {
  if (definition['inherited'] === true && definition['local'] !== true) return;
  const [table, column] = [nameOf(schema, parent ?? ''), quoteIdentifier(name)];
  const words = [
    ...(definition['no inherit'] === true ? [' NO INHERIT'] : []),
    ...(definition['validated'] === true ? [] : [' NOT VALID']),
  ];
  before.push(`ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`);
  after.push(
    `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(textOf(hidden['name']))} NOT NULL ${column}${words.join('')}`,
  );
}

const ENABLED: Readonly<Record<string, string>> = {
  O: 'ENABLE',
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/** Of a partition: each trigger can be switched alone. */
function enabledDdl({ schema, parent, name, definition }: CatalogObject): string {
  return `ALTER TABLE ONLY ${nameOf(schema, parent ?? '')} ${ENABLED[textOf(definition['enabled'])] ?? 'ENABLE'} TRIGGER ${quoteIdentifier(name)}`;
}
