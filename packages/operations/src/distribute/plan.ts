import type { Catalog } from '@agora/catalog';
import { AgoraError, didYouMean, meant } from '@agora/core';

import type { Blocker, Judged } from './blockers/blocker.ts';
import { RULES } from './blockers/index.ts';
import { notesOf } from './notes.ts';
import { type Place, type PlacedTable, placeTables, rootsOf } from './place-tables.ts';
import type { ServerFacts } from './server/read-server.ts';
import { tablesOf } from './schema/read-schema.ts';
import { reachOf } from './schema/reads.ts';
import { labelOf, type SchemaTable, type TableColumn, withPartitions } from './schema/table.ts';
import { type DelegatedCall, type DistributeStep, type RememberedKey, stepsOf } from './steps.ts';

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
  const { type: tenantType, collation: tenantCollation } = commonColumn(tables, tenant);
  const placed = new Map(
    placeTables(tables, tenant, named(tables, reference)).map((one) => [labelOf(one.table), one]),
  );
  const roots = rootsOf(tables.values());
  const placeOf = (label: string): Place => placed.get(roots.get(label) ?? label)?.place ?? 'local';
  const schema = { tenant, tenantType, tenantCollation, placed, placeOf, reachOf: reachOf(catalog) };
  const calls = callsOf(server, schema);
  const judged: Judged = {
    ...schema,
    onNodes: new Set(calls.flatMap((one) => one.tables.map((label) => roots.get(label) ?? label))),
  };
  const all = [...placed.values()];
  return Object.freeze({
    database: server.database,
    tenant,
    tenantType,
    tables: all.map((one) => plannedTable(one, server)),
    blockers: all.flatMap((one) =>
      withPartitions(one.table).flatMap((table) => RULES.flatMap((rule) => rule({ ...one, table }, judged))),
    ),
    notes: notesOf(catalog, judged, server),
    steps: stepsOf(placed, { server, tenant, off, calls: calls.filter(({ delegated }) => !delegated) }),
  });
}

/** Of foreign keys that were taken off those that still are, and whose tables are still there. Pure. */
export function stillOff(catalog: Catalog, off: readonly RememberedKey[]): readonly RememberedKey[] {
  const tables = new Map(
    [...tablesOf(catalog).values()].flatMap(withPartitions).map((one) => [labelOf(one), one]),
  );
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
  const whole = (table: SchemaTable): SchemaTable => {
    const missing = off.filter((one) => labelOf(one.table) === labelOf(table));
    return {
      ...table,
      foreignKeys: [...table.foreignKeys, ...missing.map(({ key }) => key)],
      partitions: table.partitions.map(whole),
    };
  };
  return new Map([...tablesOf(catalog)].map(([label, table]) => [label, whole(table)]));
}

/** The tenant's column with the type and collation that most tables have. */
function commonColumn(tables: ReadonlyMap<string, SchemaTable>, tenant: string): TableColumn {
  const kinds = new Map<string, TableColumn[]>();
  for (const { columns } of tables.values()) {
    const column = columns.get(tenant);
    if (column === undefined) continue;
    const kind = `${column.type} ${column.collation ?? ''}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), column]);
  }
  const [most] = [...kinds.values()].toSorted((a, b) => b.length - a.length);
  if (most?.[0] !== undefined) return most[0];
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

/** Functions that run as their owner on rows of one tenant. */
function callsOf(
  { definers }: ServerFacts,
  { tenant, tenantType, placeOf, reachOf: reach }: Omit<Judged, 'onNodes'>,
): readonly (DelegatedCall & { readonly delegated: boolean; readonly tables: readonly string[] })[] {
  return definers.flatMap(({ signature, name, arguments: given, delegated }) => {
    const argument = given.find(
      (one) => one.type === tenantType && (one.name === tenant || one.name.endsWith(`_${tenant}`)),
    );
    const { tables } = reach(name);
    const ownRows = tables.some((label) => placeOf(label) === 'distributed');
    return argument === undefined || !ownRows
      ? []
      : [{ signature, argument: argument.name, delegated, tables }];
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
