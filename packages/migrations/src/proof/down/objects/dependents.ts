import { asText, type Catalog, type CatalogObject, type Difference, type ObjectKind } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { dropStatement } from './drop-statement.ts';

/** Objects made of other objects: dropping one and making it again loses nothing. */
const LIGHT: ReadonlySet<ObjectKind> = new Set(['view', 'materialized view', 'rule', 'trigger', 'policy']);
const HEAVY: ReadonlySet<ObjectKind> = new Set([
  ...LIGHT,
  'constraint',
  'index',
  'statistics',
  'function',
  'procedure',
  'aggregate',
]);

/** How much is taken out of the way of a change: nothing, what reads the data, or all that can be made again. */
export type Clearing = 'nothing' | 'readers' | 'everything derived';

interface Edge {
  readonly catalog: string;
  readonly oid: number;
  readonly sub: number;
}

const key = (edge: Edge): string => `${edge.catalog}:${edge.oid}:${edge.sub}`;

/**
 * DROP statements, dependents first, for whatever pg_depend says is built on the objects that differ and
 * can be made again from its definition. The plan that follows then finds it missing and makes it anew.
 */
export async function clearDependents(
  client: Client,
  catalog: Catalog,
  changed: readonly Difference[],
  clearing: Clearing,
): Promise<string[]> {
  if (clearing === 'nothing') return [];
  const kinds = clearing === 'readers' ? LIGHT : HEAVY;
  const byAddress = new Map<string, CatalogObject>();
  for (const object of catalog.objects.values()) {
    if (object.kind !== 'not null') byAddress.set(key(object.address), object);
  }
  const dependents = await readDependents(client);
  const done = new Set<string>();
  const drops: string[] = [];

  const visit = (node: Edge): void => {
    for (const next of dependents.get(`${node.catalog}:${node.oid}`) ?? []) {
      if (node.sub !== 0 && next.on !== node.sub && next.on !== 0) continue;
      const id = key(next.edge);
      if (done.has(id)) continue;
      done.add(id);
      visit(next.edge);
      const object = byAddress.get(id);
      if (object === undefined || staysWithParent(object)) continue;
      const isComputed = clearing === 'everything derived' && object.definition['generated'] !== undefined;
      if (!kinds.has(object.kind) && !isComputed) continue;
      const statement = dropStatement(object);
      if (statement !== undefined) drops.push(statement);
    }
  };
  for (const seed of seeds(catalog, changed)) visit(seed.address);
  return drops;
}

/** Copies that partitions inherit, and the indexes and keys that other objects lean on. */
function staysWithParent(object: CatalogObject): boolean {
  if (object.definition['inherited'] === true || object.definition['parent'] !== undefined) return true;
  if (object.kind === 'index')
    return object.hidden['constraint'] === true || object.definition['replica identity'] === true;
  return object.kind === 'constraint' && !['c', 'f', 'x'].includes(asText(object.hidden['type']));
}

/** The objects that differ, and the tables that they belong to. */
function seeds(catalog: Catalog, changed: readonly Difference[]): CatalogObject[] {
  const found = new Set<CatalogObject>();
  for (const { object } of changed) {
    const own = catalog.objects.get(object.key);
    if (own !== undefined) found.add(own);
    if (object.parent === undefined) continue;
    for (const one of catalog.objects.values()) {
      if (one.parent === undefined && one.name === object.parent && one.schema === object.schema)
        found.add(one);
    }
  }
  return [...found];
}

/** Who depends on what: a view through its rule, a default through its column. */
async function readDependents(client: Client): Promise<ReadonlyMap<string, { on: number; edge: Edge }[]>> {
  const { rows } = await client.query<{
    ref: string;
    refoid: string;
    refsub: number;
    catalog: string;
    oid: string;
    sub: number;
  }>(`SELECT d.refclassid::regclass::text AS ref, d.refobjid::int8 AS refoid, d.refobjsubid AS refsub,
      CASE WHEN r.oid IS NOT NULL OR a.oid IS NOT NULL THEN 'pg_class' ELSE d.classid::regclass::text END AS catalog,
      coalesce(r.ev_class, a.adrelid, d.objid)::int8 AS oid, coalesce(a.adnum, CASE WHEN r.oid IS NULL THEN d.objsubid ELSE 0 END) AS sub
    FROM pg_catalog.pg_depend d
    LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid AND r.rulename = '_RETURN'
    LEFT JOIN pg_catalog.pg_attrdef a ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND a.oid = d.objid
    WHERE d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i')
    UNION ALL
    SELECT 'pg_type', t.oid::int8, 0, 'pg_type', t.typarray::int8, 0 FROM pg_catalog.pg_type t WHERE t.oid >= 16384 AND t.typarray <> 0
    UNION ALL
    SELECT 'pg_class', c.oid::int8, 0, 'pg_type', c.reltype::int8, 0 FROM pg_catalog.pg_class c WHERE c.oid >= 16384 AND c.reltype <> 0`);
  const found = new Map<string, { on: number; edge: Edge }[]>();
  for (const row of rows) {
    const from = `${row.ref.replace('pg_catalog.', '')}:${row.refoid}`;
    const list = found.get(from) ?? [];
    list.push({
      on: row.refsub,
      edge: { catalog: row.catalog.replace('pg_catalog.', ''), oid: Number(row.oid), sub: row.sub },
    });
    found.set(from, list);
  }
  return found;
}
