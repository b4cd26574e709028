import type { Catalog } from '@agora/catalog';
import type { Fault } from '@agora/core';
import { quoteIdentifier, quoteLiteral, withConnection } from '@agora/postgres';

import { assertCluster } from './apply.ts';
import type { DistributePlan } from './plan.ts';
import { type DistributeInput, readPlan } from './read-plan.ts';
import { quotedTable } from './schema/table.ts';
import { type NodeRights, readRights } from './server/read-rights.ts';
import type { ClusterFacts } from './server/read-server.ts';
import type { StepName } from './steps.ts';

/** What a check found. */
export interface CheckReport {
  readonly plan: DistributePlan;
  /** Tables and shards whose rights were compared with those on the coordinator. */
  readonly compared: number;
  readonly faults: readonly Fault[];
}

/**
 * Looks whether a database is spread as its schema wants it: each table in its place and beside its tenant's other rows,
 * keys on and valid, settings and logins there, rights and policies on every node and shard as on the coordinator.
 * @throws AgoraError `operations.no_citus`, `operations.no_nodes`, and what planning throws
 */
export function checkDistribution({ url, ...options }: DistributeInput): Promise<CheckReport> {
  return withConnection(url, async (client) => {
    const { plan, server, catalog } = await readPlan(client, options);
    assertCluster(server);
    const rights = await readRights(client);
    const faults = [
      ...placesOf(plan, server.cluster!),
      ...keysOf(plan, catalog),
      ...leftOf(plan),
      ...disabledOf(server.cluster!),
      ...rightsOf(rights),
    ];
    return Object.freeze({ plan, compared: rights.flatMap(({ tables }) => tables).length, faults });
  });
}

/** Tables that are not where they belong, and those apart from the others. Pure. */
export function placesOf(
  { tables, tenant }: Pick<DistributePlan, 'tables' | 'tenant'>,
  cluster: Pick<ClusterFacts, 'tables'>,
): readonly Fault[] {
  const goesOn = `agora distribute apply --tenant ${tenant}`;
  const missing = tables
    .filter(({ done }) => !done)
    .map(({ table, place, why }): Fault => ({
      code: 'operations.not_distributed',
      message: `${table} is not ${place === 'local' ? 'on the coordinator alone' : place === 'reference' ? 'on every node' : `spread by ${tenant}`}.`,
      why: `It ${why}. A table that a migration makes is on the coordinator alone until it is moved.`,
      fix: goesOn,
    }));
  const spread = tables.flatMap(({ table }) => {
    const now = cluster.tables.get(table);
    return now?.place === 'distributed' ? [{ table, ...now }] : [];
  });
  const group = spread[0]?.group;
  const apart = spread
    .filter((one) => one.column !== tenant || one.group !== group)
    .map(({ table, column = '' }): Fault => ({
      code: 'operations.not_colocated',
      message: `${table} is spread by ${column}, and not beside ${spread[0]!.table}.`,
      why: 'Rows of one tenant are on several nodes: keys between them cannot be, and joins go over the network.',
      fix: `SELECT alter_distributed_table('${table}', distribution_column => '${tenant}', colocate_with => '${spread[0]!.table}')`,
    }));
  return [...missing, ...apart];
}

/** Foreign keys that an apply left off, and those that were never checked. Pure. */
export function keysOf(
  { steps, tenant }: Pick<DistributePlan, 'steps' | 'tenant'>,
  catalog: Catalog,
): readonly Fault[] {
  // One that is taken off before is on now: its table is still to be moved.
  const stillOn = new Set(steps.flatMap(({ name, subject }) => (name === 'keys off' ? [subject] : [])));
  const off = steps.filter(({ name, subject }) => name === 'keys on' && !stillOn.has(subject));
  const taken = off.map(({ subject }): Fault => ({
    code: 'operations.key_off',
    message: `The foreign key ${subject} is off.`,
    why: 'It was taken off while tables were moved, and that did not come to its end.',
    fix: `agora distribute apply --tenant ${tenant}`,
  }));
  const unproven = [...catalog.objects.values()].filter(
    ({ kind, hidden, definition }) =>
      kind === 'constraint' && hidden['type'] === 'f' && definition['validated'] !== true,
  );
  return [
    ...taken,
    ...unproven.map(({ schema = '', parent = '', name }): Fault => ({
      code: 'operations.unvalidated_constraint',
      message: `The foreign key ${schema}.${parent}.${name} was never validated.`,
      why: 'Rows that were there before it may point nowhere.',
      fix: `ALTER TABLE ${quotedTable({ schema, name: parent })} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`,
    })),
  ];
}

const LEFT: Readonly<Partial<Record<StepName, string>>> = {
  settings: 'Without it what a session sets does not reach the nodes, or triggers are refused there.',
  roles: 'A session that has become this role reaches no node: a node was added since, or the role is new.',
  routines: 'On a node without it a query, a trigger or a policy that calls it fails.',
  functions: 'It runs as its owner: in a transaction that has changed rows as another role it is refused.',
};

/** Settings that are not set, and roles and functions that a node lacks, or that are not handed over. */
function leftOf({ steps, tenant }: DistributePlan): readonly Fault[] {
  return steps
    .filter(({ name }) => LEFT[name] !== undefined)
    .map(({ name, what }): Fault => ({
      code: 'operations.cluster_setting',
      message: `It is left to ${what}.`,
      why: LEFT[name] ?? '',
      fix: `agora distribute apply --tenant ${tenant}`,
    }));
}

/** Nodes that are no longer asked. */
function disabledOf({ nodes }: ClusterFacts): readonly Fault[] {
  return nodes
    .filter(({ active }) => !active)
    .map(({ host, port }): Fault => ({
      code: 'operations.node_disabled',
      message: `${host}:${port} is disabled.`,
      why: 'Its rights could not be compared, and what it has of tables on every node grows old.',
      fix: `SELECT citus_activate_node(${quoteLiteral(host)}, ${port}) on the coordinator`,
    }));
}

function rightsOf([coordinator, ...nodes]: readonly NodeRights[]): readonly Fault[] {
  const wanted = new Map(
    (coordinator?.tables ?? []).flatMap((one) => (one.shard === null ? [[one.table, one.rights]] : [])),
  );
  return nodes.flatMap(({ node, tables, failed }): readonly Fault[] => {
    if (failed !== undefined) {
      return [
        {
          code: 'operations.node_refused',
          message: `${node} could not be asked.`,
          why: failed,
          fix: 'See whether it runs, and whether the coordinator may connect to it.',
        },
      ];
    }
    const known = new Set(tables.flatMap(({ table, shard }) => (shard === null ? [table] : [])));
    const unknown = [...wanted.keys()].filter((table) => !known.has(table));
    const differing = tables
      .filter(({ table, rights }) => wanted.get(table) !== rights)
      .map(({ table, shard, rights }): Fault => ({
        code: 'operations.rights_differ',
        message: `On ${node} ${shard === null ? table : `the shard ${shard} of ${table}`} has other rights or policies than on the coordinator.`,
        why: differences(wanted.get(table) ?? '', rights),
        fix: 'Grant or revoke it, or make the policy anew, on the coordinator: Citus hands that on to every shard.',
      }));
    return unknown.length === 0 ? differing : [withoutMetadata(node, unknown, wanted.size), ...differing];
  });
}

function withoutMetadata(node: string, [first = '', ...more]: readonly string[], of: number): Fault {
  const at = node.lastIndexOf(':');
  return {
    code: 'operations.node_without_metadata',
    message: `${node} does not know ${more.length + 1} of the ${of} tables that are on the nodes, such as ${first}.`,
    why: 'It has no copy of what Citus knows of its tables, or an old one: rights there could not be compared, and functions that are handed over fail there.',
    fix: `SELECT start_metadata_sync_to_node(${quoteLiteral(node.slice(0, at))}, ${node.slice(at + 1)}) on the coordinator`,
  };
}

function differences(wanted: string, found: string): string {
  const [here, there] = [wanted, found].map((text) => text.split('\n'));
  const lines = [
    ...here!.filter((line) => !there!.includes(line)).map((line) => `missing there: ${line}`),
    ...there!.filter((line) => !here!.includes(line)).map((line) => `only there: ${line}`),
  ];
  return lines.join('\n');
}
