import { type Catalog, isWithin, readCatalog, type Scope, withinScope } from '@agora/catalog';
import { readFacts as readAll } from '@agora/catalog/facts';
import type { Client } from '@agora/postgres';
import { buildFactBase, encodeId, type FactBase, type Plan, type StableId } from '@supabase/pg-delta';
import { plan } from '@supabase/pg-delta/plan';

import { PARKED_PREFIX, PARKED_SCHEMA } from '../../parking/names.ts';

/** What pg-delta knows of a database, and the kinds of object it found there and cannot plan for. */
export interface Facts {
  readonly base: FactBase;
  readonly unmodelled: readonly string[];
}

/** Reads a database by pg-delta, its history left out, on a connection that the caller owns. */
export async function readFacts(client: Client): Promise<Facts> {
  const { base, unmodelled } = await readAll(client);
  return { base: withoutHistory(base), unmodelled: unmodelled.map(({ message }) => message) };
}

const OWN_SCHEMAS = ['agora', PARKED_SCHEMA];

/** The history of the runners is no part of a schema, nor is what they have parked: `_prisma_migrations`, schema `agora`. */
function belongsToHistory(id: StableId): boolean {
  if ('target' in id) return belongsToHistory(id.target);
  if ('name' in id && id.name.startsWith(PARKED_PREFIX)) return true;
  if (id.kind === 'schema') return OWN_SCHEMAS.includes(id.name);
  if (!('schema' in id)) return false;
  const table = 'table' in id ? id.table : 'name' in id ? id.name : undefined;
  return (
    OWN_SCHEMAS.includes(id.schema ?? '') ||
    table === '_prisma_migrations' ||
    table === '_prisma_migrations_pkey'
  );
}

function withoutHistory(base: FactBase): FactBase {
  return factsWhere(base, (id) => !belongsToHistory(id));
}

/**
 * The facts without what others manage.
 * @param catalog the same database, which tells where an extension or the function of an event trigger lives
 */
function factsWithin(base: FactBase, catalog: Catalog, scope: Scope): FactBase {
  const outside = new Set(
    [...catalog.objects.values()].flatMap((object) =>
      object.schema === undefined && !isWithin(object, scope) ? [object.name] : [],
    ),
  );
  return factsWhere(base, (id) => isInside(id, scope, outside));
}

function isInside(id: StableId, scope: Scope, outside: ReadonlySet<string>): boolean {
  if ('target' in id) return isInside(id.target, scope, outside);
  if (id.kind === 'extension' || id.kind === 'eventTrigger' || id.kind === 'publication')
    return !outside.has(id.name);
  if (id.kind === 'schema') return !scope.leavesOut(id.name);
  if (!('schema' in id)) return true;
  if (scope.leavesOut(id.schema ?? '')) return false;
  const name = 'name' in id ? id.name : '';
  const table = 'table' in id ? id.table : name;
  return !scope.tables.has(`${id.schema}.${table}`) && !scope.enums.has(`${id.schema}.${name}`);
}

function factsWhere(base: FactBase, counts: (id: StableId) => boolean): FactBase {
  const kept = base.facts().filter((fact) => counts(fact.id));
  if (kept.length === base.facts().length) return base;
  const ids = new Set(kept.map((fact) => encodeId(fact.id)));
  const edges = base.edges.filter((edge) => ids.has(encodeId(edge.from)) && ids.has(encodeId(edge.to)));
  return buildFactBase(kept, edges, base.source);
}

/** A database, read twice. */
export interface Both {
  readonly catalog: Catalog;
  readonly facts: FactBase;
}

/** Reads a database, history left out. */
export async function readBoth(client: Client): Promise<Both> {
  return { catalog: await readCatalog(client), facts: (await readFacts(client)).base };
}

/** A database without what others manage, and without who owns what. */
export async function readWithin(client: Client, scope: Scope): Promise<Both> {
  return within(await readBoth(client), scope);
}

/** The same of what was read. */
export function within({ catalog, facts }: Both, scope: Scope): Both {
  return {
    catalog: withinScope(catalog, scope),
    facts: withoutOwners(factsWithin(facts, catalog, scope)),
  };
}

/** Whoever owns an object, and what an owner may do anyway, is no part of the comparison. */
function withoutOwners(base: FactBase): FactBase {
  const owners = new Map(
    base.edges.filter((edge) => edge.kind === 'owner').map((edge) => [encodeId(edge.from), edge.to]),
  );
  const facts = base.facts().filter(({ id }) => {
    if (id.kind !== 'acl') return true;
    const owner = owners.get(encodeId(id.target));
    return owner?.kind !== 'role' || owner.name !== id.grantee;
  });
  const kept = new Set(facts.map((fact) => encodeId(fact.id)));
  const edges = base.edges.filter(
    (edge) => edge.kind !== 'owner' && kept.has(encodeId(edge.from)) && kept.has(encodeId(edge.to)),
  );
  return buildFactBase(facts, edges, base.source);
}

/** pg-delta's plan from one state to another, roles left alone. */
export function planFacts(from: FactBase, to: FactBase, renames: 'auto' | 'off'): Plan {
  // Roles belong to the server and are there on both sides, also one that the migration itself made.
  const roles = new Set(
    [...from.facts(), ...to.facts()].flatMap(({ id }) => (id.kind === 'role' ? [id.name] : [])),
  );
  return plan(from, to, { renames, scope: 'database', assumedRoles: [...roles] });
}

/** What pg-delta says still differs, as readable lines; empty when the two states are equal. */
export function factDifferences(expected: FactBase, actual: FactBase): string[] {
  // It folds every fact and edge, and making a plan to find none takes ten times as long.
  if (expected.rootHash === actual.rootHash) return [];
  return planFacts(actual, expected, 'off').deltas.map((delta) => {
    switch (delta.verb) {
      case 'add':
        return `missing: ${encodeId(delta.fact.id)}`;
      case 'remove':
        return `unexpected: ${encodeId(delta.fact.id)}`;
      case 'set':
        return `changed: ${encodeId(delta.id)}: ${delta.attr}`;
      case 'link':
        return `missing: ${encodeId(delta.edge.from)} ${delta.edge.kind} ${encodeId(delta.edge.to)}`;
      default:
        return `unexpected: ${encodeId(delta.edge.from)} ${delta.edge.kind} ${encodeId(delta.edge.to)}`;
    }
  });
}
