import {
  type Catalog,
  type CatalogObject,
  columnOrderDifferences,
  compareCatalogs,
  type Difference,
  readCatalog,
  type Scope,
  scopeOf,
  withinScope,
} from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { type Client, parseDatabaseUrl, withConnection } from '@agora/postgres';
import { buildFactBase, encodeId, type FactBase, type StableId } from '@supabase/pg-delta';

import { clearDependents } from '../../proof/down/objects/dependents.ts';
import { dropStatement } from '../../proof/down/objects/drop-statement.ts';
import { type Facts, factsWithin, planFacts, readFacts } from '../../proof/down/facts.ts';
import { asVirtual } from '../../proof/down/objects/generated.ts';
import { mendRemaining } from '../../proof/down/objects/remaining.ts';
import { unmodelledChanges } from '../../proof/down/objects/unmodelled.ts';
import { readFolder } from '../../project/folder.ts';
import type { Project } from '../../project/project.ts';
import { readHistory } from '../../history/history.ts';
import { replay } from '../../proof/replay.ts';
import type { ScratchLimits } from '../../proof/scratch/limits.ts';
import { withScratch } from '../../proof/scratch/scratch.ts';

export interface DriftInput {
  /** The live database. Only read. */
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** A server on which databases may be made, of the same major version; that of `url` unless given. */
  readonly adminUrl?: string | undefined;
  readonly forgotten?: readonly string[] | undefined;
  readonly limits?: ScratchLimits | undefined;
  /** What is there before the first migration, and what others manage. */
  readonly project?: Pick<Project, 'initSql' | 'external'> | undefined;
  /** Schemas to leave out. */
  readonly ignore?: readonly string[] | undefined;
}

/** A statement that would bring the live database back to its history. */
export interface MendingStatement {
  readonly sql: string;
  readonly destroysData: boolean;
}

export interface DriftReport {
  /** What the live database has, lacks or has otherwise, a readable line each; empty without drift. */
  readonly differences: readonly string[];
  /** The statements that would mend it, in order; nothing was run. */
  readonly mend: readonly MendingStatement[];
  /** How many migrations the database was compared with: those it says are applied. */
  readonly migrations: number;
  readonly notes: readonly string[];
}

/**
 * Compares a live database with what its history would have made: the applied migrations are replayed in a
 * temporary database, and the two whole catalogs compared. Who owns what is left out (the temporary
 * database is somebody else's), and so is the order of columns, which is only noted. Writes nothing.
 *
 * @throws AgoraError `migrations.replay_failed`, `migrations.foreign_history`
 */
export async function findDrift(input: DriftInput): Promise<DriftReport> {
  const folder = await readFolder(input.directory);
  const schema = parseDatabaseUrl(input.url).schema ?? 'public';
  const found = await withConnection({ url: input.url, applicationName: 'agora drift' }, async (client) => ({
    history: await readHistory(client, folder, { schema, forgotten: input.forgotten }),
    ...(await readBoth(client)),
  }));
  // What would mend it would be to drop everything of the other project.
  const { history } = found;
  const foreign = history.violations.find(({ code }) => code === 'migrations.foreign_history');
  if (foreign !== undefined) throw new AgoraError(foreign);
  const applied = history.entries.filter((entry) => entry.state === 'applied');
  const present = applied.flatMap((entry) => (entry.migration === undefined ? [] : [entry.migration]));
  const made = await withScratch(
    {
      adminUrl: input.adminUrl ?? input.url,
      schema,
      limits: input.limits,
      initSql: input.project?.initSql,
    },
    present,
    async (make) => {
      const scratch = await make('drift');
      await scratch.connect((client) => replay(client, present));
      return scratch.connect(readBoth);
    },
  );
  const scope = scopeOf(made.catalog, {
    external: input.project?.external,
    ignore: input.ignore,
    schema,
  });
  const [expected, live] = [within(made, scope), within(found, scope)];
  const differences = compareCatalogs(expected.catalog, live.catalog, { owners: false });
  const inTheWay = differences.some(({ attribute }) => attribute === 'type')
    ? await readersOf(input.url, live.catalog, differences)
    : [];
  return Object.freeze({
    differences: differences.map((difference) => difference.line),
    mend: differences.length === 0 ? [] : mendingOf(live, expected, inTheWay),
    migrations: present.length,
    notes: [
      ...applied
        .filter((entry) => entry.migration === undefined && !input.forgotten?.includes(entry.name))
        .map((entry) => `${entry.name} is applied and not on disk: what it made shows as drift`),
      ...(history.initialized ? [] : ['The database has no history: everything in it shows as drift.']),
      ...columnOrderDifferences(expected.catalog, live.catalog),
    ],
  });
}

interface Both {
  readonly catalog: Catalog;
  readonly facts: Facts;
}

/** Both readings without what others manage. */
function within({ catalog, facts }: Both, scope: Scope): Both {
  return {
    catalog: withinScope(catalog, scope),
    facts: { ...facts, base: factsWithin(facts.base, catalog, scope) },
  };
}

async function readBoth(client: Client): Promise<Both> {
  return { catalog: await readCatalog(client), facts: await readFacts(client) };
}

const plain = (sql: string): MendingStatement => ({ sql, destroysData: false });

/** Views, triggers and policies that a change of a column's type runs into, each after what is built on it. */
async function readersOf(
  url: string,
  catalog: Catalog,
  differences: readonly Difference[],
): Promise<CatalogObject[]> {
  const changed = differences.filter(({ attribute }) => attribute === 'type');
  const drops = await withConnection({ url, applicationName: 'agora drift' }, (client) =>
    clearDependents(client, catalog, changed, 'readers'),
  );
  const byStatement = new Map([...catalog.objects.values()].map((object) => [dropStatement(object), object]));
  return drops.flatMap((sql) => byStatement.get(sql) ?? []);
}

/** Without objects that are dropped before the plan, so that it makes them anew. */
function without(base: FactBase, objects: readonly CatalogObject[]): FactBase {
  const gone = new Set(
    objects.map((object) => `${object.schema ?? ''}.${object.parent ?? ''}.${object.name}`),
  );
  const isGone = (id: StableId): boolean => {
    if ('target' in id) return isGone(id.target);
    if (!('schema' in id)) return false;
    const table = 'table' in id ? id.table : '';
    const name = 'name' in id ? id.name : '';
    return gone.has(`${id.schema}.${table}.${name}`) || (table !== '' && gone.has(`${id.schema}..${table}`));
  };
  const kept = base.facts().filter((fact) => !isGone(fact.id));
  const ids = new Set(kept.map((fact) => encodeId(fact.id)));
  const edges = base.edges.filter((edge) => ids.has(encodeId(edge.from)) && ids.has(encodeId(edge.to)));
  return buildFactBase(kept, edges, base.source);
}

function mendingOf(live: Both, expected: Both, inTheWay: readonly CatalogObject[]): MendingStatement[] {
  const unmodelled = unmodelledChanges(live.catalog, expected.catalog);
  const plan = planMending(
    without(withoutOwners(live.facts.base), inTheWay),
    withoutOwners(expected.facts.base),
    expected.catalog,
  );
  const remaining = compareCatalogs(expected.catalog, live.catalog, { owners: false });
  const planned = new Set(plan.map((one) => one.sql));
  return [
    ...unmodelled.drops.map(plain),
    ...inTheWay.flatMap((object) => dropStatement(object) ?? []).map(plain),
    ...plan,
    ...unmodelled.creates.map(plain),
    ...mendRemaining(remaining)
      .filter((sql) => !sql.startsWith('COMMENT') && !planned.has(sql) && !/ TRIGGER /.test(sql))
      .map(plain),
  ];
}

function planMending(live: FactBase, expected: FactBase, target: Catalog): MendingStatement[] {
  const plan = attempt(() => planFacts(live, expected, 'auto')) ?? planFacts(live, expected, 'off');
  return plan.actions.map((action) => ({
    sql: asVirtual(action.sql, target).trim().replace(/;$/, ''),
    destroysData: action.dataLoss === 'destructive',
  }));
}

/** A rename can close a circle that the planner does not open; without renames there is none. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
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
