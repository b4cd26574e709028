import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import type { PlacedTable } from './place-tables.ts';
import type { RoleFacts } from './server/read-roles.ts';
import type { RoutineFacts } from './server/read-routines.ts';
import type { ServerFacts } from './server/read-server.ts';
import {
  type ForeignKeyRule,
  labelOf,
  quotedTable,
  type SchemaTable,
  type TableName,
  withPartitions,
} from './schema/table.ts';

export type StepName =
  | 'settings'
  | 'roles'
  | 'routines'
  | 'keys off'
  | 'reference'
  | 'distribute'
  | 'keys on'
  | 'functions';

/** One thing to be done. */
export interface DistributeStep {
  readonly name: StepName;
  /** For people. */
  readonly what: string;
  /** What it is done to: a table, a role. */
  readonly subject: string;
  readonly sql: readonly string[];
  /** Of `distribute`: whether others may write to the table meanwhile. */
  readonly concurrent?: boolean;
  /** Of the steps of keys. */
  readonly key?: RememberedKey;
}

/** A foreign key that is off, or is to be: what is needed to make it again. */
export interface RememberedKey {
  readonly table: TableName;
  readonly key: ForeignKeyRule;
}

/** A function that runs as its owner, whose calls go to the node of the tenant that an argument names. */
export interface DelegatedCall {
  readonly signature: string;
  readonly argument: string;
}

/** Whether a table has rows on the coordinator. */
export function hasRows(server: ServerFacts, label: string): boolean {
  return (server.sizes.get(label)?.bytes ?? 0) > 0;
}

/**
 * Why rows cannot be followed while they are moved, in words that follow "it"; undefined where they can. Citus 13.2 then
 * makes the table anew: an identity column would begin again at its first number, and what has its row type would go.
 */
export function whyNotFollowed(table: SchemaTable, { rowTypes }: ServerFacts): string | undefined {
  if (withPartitions(table).some(({ unlogged }) => unlogged)) return 'is unlogged';
  if (!table.replicaIdentity) return 'has no primary key';
  if ([...table.columns.values()].some(({ identity }) => identity)) return 'has an identity column';
  return withPartitions(table).some((one) => rowTypes.has(labelOf(one)))
    ? 'has a row type that a function or another table uses'
    : undefined;
}

/** Settings of the database that the tables need: SET LOCAL reaches the nodes, and triggers are allowed on shards. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['citus.propagate_set_commands', 'local'],
  ['citus.enable_unsafe_triggers', 'on'],
];

/** What is to be done, in order, by where tables are to be and where they are. Pure. */
export function stepsOf(
  placed: ReadonlyMap<string, PlacedTable>,
  {
    server,
    tenant,
    off,
    calls,
  }: {
    readonly server: ServerFacts;
    readonly tenant: string;
    readonly off: readonly RememberedKey[];
    readonly calls: readonly DelegatedCall[];
  },
): readonly DistributeStep[] {
  const { cluster } = server;
  const isPlaced = (label: string): boolean => cluster?.tables.get(label)?.place === placed.get(label)?.place;
  const moving = new Set(
    [...placed].flatMap(([label, { place, table }]) =>
      place === 'local' || isPlaced(label) ? [] : withPartitions(table).map(labelOf),
    ),
  );
  const keys = [...placed].flatMap(([label, { table: root }]) =>
    withPartitions(root).flatMap(({ schema, name, foreignKeys }) =>
      foreignKeys.flatMap((key): RememberedKey[] =>
        moving.has(label) || moving.has(labelOf(key.target)) ? [{ table: { schema, name }, key }] : [],
      ),
    ),
  );
  const isOff = new Set(off.map(idOf));
  const on = [...keys, ...off.filter((one) => !keys.some((key) => idOf(key) === idOf(one)))];
  const reference = [...moving].filter((label) => placed.get(label)?.place === 'reference');
  const distributed = [...moving].filter((label) => placed.get(label)?.place === 'distributed');
  const settled = [...placed.keys()].find(
    (label) => isPlaced(label) && placed.get(label)?.place === 'distributed',
  );
  const anchor = settled ?? distributed[0];
  return [
    ...settingSteps(server),
    // Ahead of the rows: those of a table with an owner are moved by a connection of that owner.
    ...server.roles.filter(({ ready }) => !ready).map(roleStep),
    // What checks, generated columns and triggers call must be on a node before their tables are.
    ...server.routines.filter(({ rowsOf }) => rowsOf.length === 0).map(routineStep),
    ...keys.filter((one) => !isOff.has(idOf(one))).map((one) => keyStep('keys off', one)),
    ...reference.map((label): DistributeStep => ({
      name: 'reference',
      subject: label,
      what: `put ${label} on every node`,
      sql: [`SELECT create_reference_table(${quoteLiteral(sqlName(placed, label))})`],
    })),
    ...distributed.map((label) =>
      distributeStep(placed.get(label)!.table, {
        tenant,
        colocate: label === anchor ? undefined : sqlName(placed, anchor ?? label),
        concurrent:
          server.logical &&
          whyNotFollowed(placed.get(label)!.table, server) === undefined &&
          hasRows(server, label),
      }),
    ),
    ...on.map((one) => keyStep('keys on', one)),
    ...server.routines
      .filter(
        ({ rowsOf }) => rowsOf.length > 0 && rowsOf.every((label) => placed.get(label)?.place !== 'local'),
      )
      .map(routineStep),
    ...(anchor === undefined ? [] : calls.map((one) => functionStep(one, sqlName(placed, anchor)))),
  ];
}

const sqlName = (placed: ReadonlyMap<string, PlacedTable>, label: string): string =>
  quotedTable(placed.get(label)!.table);

/** As in public.posts.posts_author_fkey. */
export const idOf = ({ table, key }: RememberedKey): string => `${labelOf(table)}.${key.name}`;

function settingSteps({ database, settings }: ServerFacts): readonly DistributeStep[] {
  return SETTINGS.filter(([name, value]) => !settings.includes(`${name}=${value}`)).map(([name, value]) => ({
    name: 'settings',
    subject: name,
    what: `set ${name} = ${value} for the database`,
    sql: [`ALTER DATABASE ${quoteIdentifier(database)} SET ${name} = ${quoteLiteral(value)}`],
  }));
}

function keyStep(name: 'keys off' | 'keys on', one: RememberedKey): DistributeStep {
  const { table, key } = one;
  const alter = `ALTER TABLE ${quotedTable(table)}`;
  const constraint = quoteIdentifier(key.name);
  return {
    name,
    subject: idOf(one),
    what:
      name === 'keys off' ? `take ${key.name} off ${labelOf(table)}` : `put ${key.name} on ${labelOf(table)}`,
    sql:
      name === 'keys off'
        ? [`${alter} DROP CONSTRAINT ${constraint}`]
        : [
            `${alter} ADD CONSTRAINT ${constraint} ${key.definition}`,
            ...(key.comment === undefined
              ? []
              : [
                  `COMMENT ON CONSTRAINT ${constraint} ON ${quotedTable(table)} IS ${quoteLiteral(key.comment)}`,
                ]),
          ],
    key: one,
  };
}

function distributeStep(
  table: SchemaTable,
  {
    tenant,
    colocate,
    concurrent,
  }: { readonly tenant: string; readonly colocate: string | undefined; readonly concurrent: boolean },
): DistributeStep {
  const call = concurrent ? 'create_distributed_table_concurrently' : 'create_distributed_table';
  const label = labelOf(table);
  return {
    name: 'distribute',
    subject: label,
    what: `spread ${label} by ${tenant}${concurrent ? ', while it is written to' : ''}`,
    sql: [
      `SELECT ${call}(${quoteLiteral(quotedTable(table))}, ${quoteLiteral(tenant)}, colocate_with => ${quoteLiteral(colocate ?? 'none')})`,
    ],
    concurrent,
  };
}

/** In one transaction the rows of a tenant are reached as one role; on their node the function becomes its owner by itself. */
function functionStep({ signature, argument }: DelegatedCall, colocate: string): DistributeStep {
  const [call, name, beside] = [signature, argument, colocate].map(quoteLiteral);
  return {
    name: 'functions',
    subject: signature,
    what: `hand calls of ${signature} over to the node of its ${argument}`,
    sql: [
      `SELECT create_distributed_function(${call}, ${name}, colocate_with => ${beside}, force_delegation => true)`,
    ],
  };
}

/** A query that calls it is handed on to the nodes as it is, and what calls it there finds it by its name. */
function routineStep({ signature }: RoutineFacts): DistributeStep {
  return {
    name: 'routines',
    subject: signature,
    what: `put ${signature} on every node`,
    sql: [`SELECT create_distributed_function(${quoteLiteral(signature)})`],
  };
}

/** There the coordinator, which is a node as well, connects as whatever role a session has become. */
function roleStep({ name, attributes, works }: RoleFacts): DistributeStep {
  const role = quoteIdentifier(name);
  const make = `IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteLiteral(name)}) THEN CREATE ROLE ${role} ${attributes}; END IF;`;
  // A node would hand the change on to the others, and wait for them while they wait for it.
  const sql = `DO $do$ BEGIN PERFORM set_config('citus.enable_ddl_propagation', 'off', true); ${make}${works ? ` ALTER ROLE ${role} LOGIN;` : ''} END $do$`;
  return {
    name: 'roles',
    subject: name,
    what: works
      ? `let the coordinator connect to the nodes as ${name}`
      : `make the role ${name} on the nodes`,
    sql: [sql, `SELECT * FROM run_command_on_workers(${quoteLiteral(sql)})`],
  };
}
