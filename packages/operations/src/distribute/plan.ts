import type { Catalog } from '@agora/catalog';
import { AgoraError, didYouMean, meant } from '@agora/core';

import type { Blocker, Judged } from './blockers/blocker.ts';
import { RULES } from './blockers/index.ts';
import { type Place, type PlacedTable, placeTables } from './place-tables.ts';
import type { ServerFacts } from './server/read-server.ts';
import { tablesOf } from './schema/read-schema.ts';
import { reachOf } from './schema/reads.ts';
import { labelOf, type SchemaTable } from './schema/table.ts';
import { type DelegatedCall, type DistributeStep, hasRows, type RememberedKey, stepsOf } from './steps.ts';

/** A table with where it is to be and where it is. */
export interface PlannedTable {
  readonly table: string;
  readonly place: Place;
  readonly why: string;
  readonly rows?: number;
  /** Whether it is there already. */
  readonly done: boolean;
}

/** What distributing a database would do. Frozen. */
export interface DistributePlan {
  readonly database: string;
  readonly tenant: string;
  readonly tenantType: string;
  readonly tables: readonly PlannedTable[];
  /** What stands in the way, all of it; none of it is mended here. */
  readonly blockers: readonly Blocker[];
  /** What to know, and what could not be read. */
  readonly notes: readonly string[];
  /** In order; without those that are done. */
  readonly steps: readonly DistributeStep[];
}

export interface PlanOptions {
  /** The column that says whose a row is. */
  readonly tenant: string;
  /** Tables that are to be on every node, as `name` or `schema.name`. */
  readonly reference?: readonly string[] | undefined;
  /** Foreign keys that an apply before this one took off and has not made again: of {@link stillOff}. */
  readonly off?: readonly RememberedKey[] | undefined;
}

/**
 * Decides how a database is spread over the nodes of a cluster by the tenant of each row. Pure, once `loadParser()` was
 * awaited. Rules: Citus 13, `foreign_constraint.c`, `create_distributed_table.c`, `table.c`, `policy.c`.
 * @throws AgoraError `operations.tenant_unknown`, `operations.table_unknown`
 */
export function planDistribution(
  catalog: Catalog,
  server: ServerFacts,
  { tenant, reference = [], off = [] }: PlanOptions,
): DistributePlan {
  const tables = wholeTables(catalog, off);
  const tenantType = commonType(tables, tenant);
  const placed = new Map(
    placeTables(tables, tenant, named(tables, reference)).map((one) => [labelOf(one.table), one]),
  );
  const judged: Judged = { tenant, tenantType, placed, reachOf: reachOf(catalog) };
  const all = [...placed.values()];
  return Object.freeze({
    database: server.database,
    tenant,
    tenantType,
    tables: all.map((one) => plannedTable(one, server)),
    blockers: all.flatMap((one) => RULES.flatMap((rule) => rule(one, judged))),
    notes: [...notesOf(all, judged, server), ...unplannedFunctions(catalog, judged)],
    steps: stepsOf(placed, { server, tenant, off, calls: callsOf(server, judged) }),
  });
}

/** Of foreign keys that were taken off those that still are, and whose tables are still there. Pure. */
export function stillOff(catalog: Catalog, off: readonly RememberedKey[]): readonly RememberedKey[] {
  const tables = tablesOf(catalog);
  return off.filter(({ table, key }) => {
    const now = tables.get(labelOf(table));
    const isOn = now?.foreignKeys.some(({ name }) => name === key.name);
    return isOn === false && tables.has(labelOf(key.target));
  });
}

/**
 * The tables as they are with all their foreign keys on. Pure, once `loadParser()` was awaited.
 * @param off as {@link stillOff} has them
 */
export function wholeTables(
  catalog: Catalog,
  off: readonly RememberedKey[],
): ReadonlyMap<string, SchemaTable> {
  return new Map(
    [...tablesOf(catalog)].map(([label, table]) => {
      const missing = off.filter((one) => labelOf(one.table) === label);
      return [label, { ...table, foreignKeys: [...table.foreignKeys, ...missing.map(({ key }) => key)] }];
    }),
  );
}

function commonType(tables: ReadonlyMap<string, SchemaTable>, tenant: string): string {
  const counts = new Map<string, number>();
  for (const { columns } of tables.values()) {
    const type = columns.get(tenant)?.type;
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (most !== undefined) return most[0];
  const columns = [...tables.values()].flatMap((table) => [...table.columns.keys()]);
  throw new AgoraError({
    code: 'operations.tenant_unknown',
    message: `No table has a column ${tenant}.`,
    ...meant(didYouMean(tenant, columns)),
    fix: 'Name the column that says whose a row is, as the database has it: --tenant community_id',
  });
}

function named(tables: ReadonlyMap<string, SchemaTable>, reference: readonly string[]): ReadonlySet<string> {
  return new Set(
    reference.map((given) => {
      const label = tables.has(given) ? given : `public.${given}`;
      if (tables.has(label)) return label;
      throw new AgoraError({
        code: 'operations.table_unknown',
        message: `There is no table ${given}.`,
        ...meant(
          didYouMean(
            given,
            [...tables.values()].flatMap((one) => (given.includes('.') ? labelOf(one) : one.name)),
          ),
        ),
        fix: 'Name it as the database has it, with its schema where that is not public: --reference public.countries',
      });
    }),
  );
}

/** Functions that run as their owner on rows of one tenant, and are not handed over yet. */
function callsOf(
  { definers }: ServerFacts,
  { tenant, tenantType, placed, reachOf: reach }: Judged,
): readonly DelegatedCall[] {
  return definers.flatMap(({ signature, name, arguments: given, delegated }) => {
    const argument = given.find(
      (one) => one.type === tenantType && (one.name === tenant || one.name.endsWith(`_${tenant}`)),
    );
    const ownRows = reach(name).tables.some((label) => placed.get(label)?.place === 'distributed');
    return delegated || argument === undefined || !ownRows ? [] : [{ signature, argument: argument.name }];
  });
}

function plannedTable({ table, place, why }: PlacedTable, server: ServerFacts): PlannedTable {
  const label = labelOf(table);
  const now = server.cluster?.tables.get(label);
  const rows = server.sizes.get(label)?.rows;
  const isDone = place === 'local' ? now === undefined || now.place === 'local' : now?.place === place;
  return {
    table: label,
    place,
    why,
    ...(rows === undefined || now !== undefined ? {} : { rows }),
    done: server.cluster !== undefined && isDone,
  };
}

/** Functions of language sql with parameters: a node plans their queries before it knows the values. */
function unplannedFunctions(catalog: Catalog, { placed, reachOf: reach }: Judged): readonly string[] {
  return [...catalog.objects.values()].flatMap(({ kind, schema, name, definition }) => {
    const sql = kind === 'function' || kind === 'procedure' ? definition['definition'] : undefined;
    if (typeof sql !== 'string' || !/^\s*LANGUAGE sql\b/m.test(sql) || /^[^(]*\(\)/.test(sql)) return [];
    const routine = `${schema}.${name}`;
    const moved = reach(routine).tables.find((label) => (placed.get(label)?.place ?? 'local') !== 'local');
    return moved === undefined
      ? []
      : [
          `${routine} is of language sql and queries ${moved}: Citus refuses its parameters unless it is inlined. Write it in PL/pgSQL.`,
        ];
  });
}

function notesOf(
  all: readonly PlacedTable[],
  { reachOf: reach }: Judged,
  server: ServerFacts,
): readonly string[] {
  const moved = all.filter(({ place }) => place !== 'local');
  const unread = moved.flatMap(({ table }) =>
    table.triggers.flatMap(({ name, function: routine }) =>
      reach(routine).unread.map(
        (why) => `The trigger ${name} of ${labelOf(table)} could not be judged: ${routine} ${why}.`,
      ),
    ),
  );
  const locked = moved.filter(
    ({ table, place }) =>
      place === 'distributed' && !table.replicaIdentity && hasRows(server, labelOf(table)),
  );
  return [
    ...unread,
    ...locked.map(
      ({ table }) => `${labelOf(table)} has no primary key: nobody can write to it while its rows are moved.`,
    ),
    ...(server.cluster !== undefined &&
    !server.logical &&
    moved.some(({ table }) => hasRows(server, labelOf(table)))
      ? ['wal_level is not logical: nobody can write to a table while its rows are moved.']
      : []),
  ];
}
