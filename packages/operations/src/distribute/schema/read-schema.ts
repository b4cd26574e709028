import type { Catalog, CatalogObject, Json } from '@agora/catalog';
import { as, each, nameFrom, nameOf, parseSql, relationsIn, strings } from '@agora/postgres/parser';

import {
  type ConditionRule,
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
  const labelsOf = (isMeant: (object: CatalogObject) => boolean): ReadonlySet<string> =>
    new Set(objects.filter(isMeant).map(labelOfObject));
  const known: Known = {
    nondeterministic: labelsOf(
      ({ kind, definition }) => kind === 'collation' && definition['deterministic'] !== true,
    ),
    unknownThere: labelsOf(({ kind }) => kind === 'range type' || kind === 'base type'),
  };
  const children = childrenOf(tables);
  const read = (one: CatalogObject): SchemaTable =>
    tableOf(one, parts.get(`${one.schema}.${one.name}`) ?? [], { children, known });
  const found = tables
    .filter((one) => !isPartition(one))
    .map((one) => {
      const partitions = partitionsOf(one, children).map((part) => ({ ...read(part), columns: new Map() }));
      return { ...read(one), partitions };
    });
  return new Map(
    found.toSorted((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1)).map((one) => [labelOf(one), one]),
  );
}

function tableOf(
  table: CatalogObject,
  parts: readonly CatalogObject[],
  { children, known }: { readonly children: Children; readonly known: Known },
): SchemaTable {
  const { schema = '', name } = table;
  const of = (kind: CatalogObject['kind']): readonly CatalogObject[] =>
    parts.filter((one) => one.kind === kind).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const constraints = of('constraint').filter(
    ({ definition }) => !isPartition(table) || definition['inherited'] !== true,
  );
  const uniques = [
    ...constraints.flatMap((one) => uniqueOf(one) ?? []),
    ...of('index').flatMap((one) => uniqueIndexOf(one) ?? []),
  ];
  const below = children.get(labelOfObject(table)) ?? [];
  const identity = text(table.definition['replica identity']);
  return {
    schema,
    name,
    columns: new Map(of('column').map((one) => [one.name, columnOf(one, known)])),
    uniques,
    foreignKeys: constraints.flatMap((one) => foreignKeyOf(one, schema) ?? []),
    triggers: of('trigger').flatMap((one) => triggerOf(one) ?? []),
    policies: of('policy').map(policyOf),
    checks: constraints.flatMap((one) => checkOf(one) ?? []),
    partitions: [],
    relatives: isPartition(table)
      ? []
      : [...parentsOf(table), ...below.filter((one) => !isPartition(one)).map(labelOfObject)],
    partitioned: table.definition['partitioned'] === true,
    nestedPartitions:
      !isPartition(table) && below.some((one) => isPartition(one) && one.definition['partitioned'] === true),
    unlogged: table.definition['unlogged'] === true,
    replicaIdentity: identity === 'd' ? uniques.some(({ kind }) => kind === 'primary key') : identity !== 'n',
  };
}

/** Labels of collations and types of the project. */
interface Known {
  readonly nondeterministic: ReadonlySet<string>;
  readonly unknownThere: ReadonlySet<string>;
}

function columnOf({ definition }: CatalogObject, { nondeterministic, unknownThere }: Known): TableColumn {
  const collation = text(definition['collation']);
  const type = text(definition['type']).replace(/\(-?\d+(?:,-?\d+)?\)(?=$|[ [])/, '');
  const sequence = sequenceIn(text(definition['default']));
  return {
    type,
    unknownThere: unknownThere.has(typeLabel(type)),
    ...(collation === '' ? {} : { collation }),
    nondeterministic: nondeterministic.has(collation),
    notNull: definition['not null'] === true,
    hasDefault: text(definition['default']) !== '',
    generated: definition['generated'] !== undefined,
    identity: definition['identity'] !== undefined,
    ...(sequence === undefined ? {} : { sequence }),
  };
}

/** As the catalog has it: nextval('public.numbers'::regclass). */
function sequenceIn(value: string): string | undefined {
  const quoted = /\bnextval\('((?:[^']|'')*)'/.exec(value)?.[1];
  return quoted === undefined ? undefined : typeLabel(quoted.replaceAll("''", "'"));
}

/** The label of a name that is quoted where it must be, `[]` of an array left out. */
function typeLabel(name: string): string {
  return name
    .replace(/(?:\[\])+$/, '')
    .replaceAll(/"((?:[^"]|"")*)"/g, (_, one: string) => one.replaceAll('""', '"'));
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
  if (hidden['constraint'] === true || definition['parent'] !== undefined) return undefined;
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

const CLAUSES = [
  ['using', 'USING'],
  ['check', 'WITH CHECK'],
] as const;

function policyOf({ name, definition }: CatalogObject): PolicyRule {
  const nodes = CLAUSES.flatMap(([one]) => {
    const expression = text(definition[one]);
    return expression === '' ? [] : [parseSql(`SELECT ${expression}`)];
  });
  return {
    name,
    restrictive: definition['restrictive'] === true,
    hasSubquery: [...each(nodes, 'SubLink')].length > 0,
    clauses: CLAUSES.filter(([one]) => text(definition[one]) !== '').map(([, clause]) => clause),
    functions: functionsIn(nodes),
  };
}

function checkOf({ name, definition, hidden }: CatalogObject): ConditionRule | undefined {
  if (hidden['type'] !== 'c') return undefined;
  return { name, functions: functionsIn(parseSql(`ALTER TABLE t ADD ${text(definition['definition'])}`)) };
}

/** In an expression of the catalog, where only what is in pg_catalog has no schema. */
function functionsIn(nodes: unknown): readonly string[] {
  const called = [...each(nodes, 'FuncCall')].map(({ funcname }) => nameFrom(funcname));
  return [...new Set(called.map(({ schema = 'pg_catalog', name }) => labelOf({ schema, name })))];
}

/** By label of the parent. */
type Children = ReadonlyMap<string, readonly CatalogObject[]>;

function childrenOf(tables: readonly CatalogObject[]): Children {
  const children = new Map<string, CatalogObject[]>();
  for (const one of tables) {
    for (const parent of parentsOf(one)) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [one]);
      else known.push(one);
    }
  }
  return children;
}

function partitionsOf(table: CatalogObject, children: Children): readonly CatalogObject[] {
  return (children.get(labelOfObject(table)) ?? [])
    .filter(isPartition)
    .flatMap((one) => [one, ...partitionsOf(one, children)]);
}

const labelOfObject = ({ schema = '', name }: CatalogObject): string => labelOf({ schema, name });

const isPartition = ({ definition }: CatalogObject): boolean => definition['partition bound'] !== undefined;

/** Labels. */
function parentsOf({ definition }: CatalogObject): readonly string[] {
  const { parents } = definition;
  const names = Array.isArray(parents) ? parents.filter((one) => typeof one === 'string') : [];
  return names.map((one) => {
    const [range] = relationsIn(parseSql(`TABLE ${one}`));
    return labelOf({ schema: range?.schemaname ?? '', name: range?.relname ?? '' });
  });
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
