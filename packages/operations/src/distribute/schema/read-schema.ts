import type { Catalog, CatalogObject, Json } from '@agora/catalog';
import { as, each, nameFrom, nameOf, parseSql, strings } from '@agora/postgres/parser';

import {
  type ForeignKeyRule,
  labelOf,
  type PolicyRule,
  type ReferentialAction,
  type SchemaTable,
  type TableColumn,
  type TriggerRule,
  type UniqueRule,
} from './table.ts';

const ACTIONS: Readonly<Partial<Record<string, ReferentialAction>>> = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};

/**
 * The tables of a catalog, in the order of their labels. Pure, once `loadParser()` was awaited.
 * @returns by label
 */
export function tablesOf(catalog: Catalog): ReadonlyMap<string, SchemaTable> {
  const objects = [...catalog.objects.values()];
  const parts = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    if (object.parent === undefined) continue;
    const key = `${object.schema}.${object.parent}`;
    parts.set(key, [...(parts.get(key) ?? []), object]);
  }
  const tables = objects.filter(({ kind }) => kind === 'table');
  const found = tables
    .filter((one) => !isPartition(one))
    .map((one) => tableOf(one, parts.get(`${one.schema}.${one.name}`) ?? [], tables));
  return new Map(
    found.toSorted((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1)).map((one) => [labelOf(one), one]),
  );
}

function tableOf(
  table: CatalogObject,
  parts: readonly CatalogObject[],
  all: readonly CatalogObject[],
): SchemaTable {
  const { schema = '', name } = table;
  const of = (kind: CatalogObject['kind']): readonly CatalogObject[] =>
    parts.filter((one) => one.kind === kind).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const constraints = of('constraint');
  const uniques = [
    ...constraints.flatMap((one) => uniqueOf(one) ?? []),
    ...of('index').flatMap((one) => uniqueIndexOf(one) ?? []),
  ];
  const identity = text(table.definition['replica identity']);
  return {
    schema,
    name,
    columns: new Map(of('column').map((one) => [one.name, columnOf(one)])),
    uniques,
    foreignKeys: constraints.flatMap((one) => foreignKeyOf(one, schema) ?? []),
    triggers: of('trigger').flatMap((one) => triggerOf(one) ?? []),
    policies: of('policy').map(policyOf),
    relatives: relativesOf(table, all),
    nestedPartitions: all.some(
      (one) =>
        isPartition(one) && parentsOf(one).includes(refer(table)) && one.definition['partitioned'] === true,
    ),
    replicaIdentity: identity === 'd' ? uniques.some(({ kind }) => kind === 'primary key') : identity !== 'n',
  };
}

function columnOf({ definition }: CatalogObject): TableColumn {
  return {
    type: text(definition['type']),
    notNull: definition['not null'] === true,
    generated: definition['generated'] !== undefined,
    identity: definition['identity'] !== undefined,
    sequence: /\bnextval\(/.test(text(definition['default'])),
  };
}

function uniqueOf({ name, definition, hidden }: CatalogObject): UniqueRule | undefined {
  const sql = text(definition['definition']);
  const kinds = { p: 'primary key', u: 'unique constraint', x: 'exclusion constraint' } as const;
  const type = hidden['type'];
  if (type !== 'p' && type !== 'u' && type !== 'x') return undefined;
  const [constraint] = each(parseSql(`ALTER TABLE t ADD ${sql}`), 'Constraint');
  const columns =
    type === 'x' ? exclusionColumns(constraint?.exclusions ?? []) : strings(constraint?.keys ?? []);
  return { name, kind: kinds[type], columns, definition: sql };
}

/** Those compared by `=`: only they keep what excludes each other in one shard. */
function exclusionColumns(exclusions: readonly unknown[]): readonly string[] {
  return exclusions.flatMap((pair) => {
    const [element] = each(pair, 'IndexElem');
    const [operator] = [...each(pair, 'List')].flatMap(({ items = [] }) => strings(items).slice(-1));
    return element?.name !== undefined && operator === '=' ? [element.name] : [];
  });
}

function uniqueIndexOf({ name, definition, hidden }: CatalogObject): UniqueRule | undefined {
  if (hidden['constraint'] === true) return undefined;
  const sql = text(definition['definition']);
  const [index] = each(parseSql(sql), 'IndexStmt');
  if (index?.unique !== true) return undefined;
  const columns = (index.indexParams ?? []).flatMap((one) => as(one, 'IndexElem')?.name ?? []);
  return { name, kind: 'unique index', columns, definition: sql };
}

function foreignKeyOf(
  { name, definition, hidden }: CatalogObject,
  schema: string,
): ForeignKeyRule | undefined {
  if (hidden['type'] !== 'f' || definition['inherited'] === true) return undefined;
  const sql = text(definition['definition']);
  const [parsed] = each(parseSql(`ALTER TABLE t ADD ${sql}`), 'Constraint');
  if (parsed === undefined) return undefined;
  const target = nameOf(parsed.pktable);
  return {
    name,
    columns: strings(parsed.fk_attrs),
    target: { schema: target.schema ?? schema, name: target.name },
    targetColumns: strings(parsed.pk_attrs),
    onDelete: ACTIONS[parsed.fk_del_action ?? 'a'] ?? 'NO ACTION',
    onUpdate: ACTIONS[parsed.fk_upd_action ?? 'a'] ?? 'NO ACTION',
    definition: sql,
    ...(typeof definition['comment'] === 'string' ? { comment: definition['comment'] } : {}),
  };
}

function triggerOf({ name, definition }: CatalogObject): TriggerRule | undefined {
  if (definition['inherited'] === true) return undefined;
  const [parsed] = each(parseSql(text(definition['definition'])), 'CreateTrigStmt');
  if (parsed === undefined) return undefined;
  const { schema = 'public', name: called } = nameFrom(parsed.funcname);
  return {
    name,
    function: `${schema}.${called}`,
    transitionTables: (parsed.transitionRels ?? []).length > 0,
  };
}

function policyOf({ name, definition }: CatalogObject): PolicyRule {
  const expressions = ['using', 'check'].map((one) => text(definition[one])).filter((one) => one !== '');
  return {
    name,
    restrictive: definition['restrictive'] === true,
    hasSubquery: expressions.some((one) => [...each(parseSql(`SELECT ${one}`), 'SubLink')].length > 0),
  };
}

function relativesOf(table: CatalogObject, all: readonly CatalogObject[]): readonly string[] {
  const children = all.filter((one) => !isPartition(one) && parentsOf(one).includes(refer(table)));
  return [...parentsOf(table), ...children.map(refer)];
}

const isPartition = ({ definition }: CatalogObject): boolean => definition['partition bound'] !== undefined;

function parentsOf({ definition }: CatalogObject): readonly string[] {
  const { parents } = definition;
  return Array.isArray(parents) ? parents.filter((one) => typeof one === 'string') : [];
}

/** As regclass prints it, without anything on the search path. */
function refer({ schema = '', name }: CatalogObject): string {
  return [schema, name]
    .map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
