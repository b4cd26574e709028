import { encodeId, type FactBase, type Plan, type StableId } from '@supabase/pg-delta';
import { withoutOnly } from './partition-indexes.ts';
import { LATE_KINDS, type LateKind, type LateStatement, type Structure } from './structure.ts';

type Action = Plan['actions'][number];

/** What the planner does not know of tables. */
export interface TableShapes {
  /** Columns in their order, by `encodeId` of the table. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** `encodeId` of those that have partitions. */
  readonly partitioned: ReadonlySet<string>;
  /** `encodeId` of columns that are computed when they are read; the planner takes them for stored. */
  readonly virtual: ReadonlySet<string>;
}

interface Node {
  readonly action: Action;
  readonly sql: string;
  readonly place: number;
  readonly produces: readonly StableId[];
  readonly consumes: readonly StableId[];
}

/**
 * Divides a plan from nothing: tables with what they need come before the rows, everything else after them. A table is
 * made with its columns in their order; the planner, which compares by names, has none.
 */
export function arrange(actions: readonly Action[], base: FactBase, shapes: TableShapes): Structure {
  const merged = mergeColumns(actions, shapes);
  const kindOf = (node: Node): LateKind => kindIn(node, base, shapes);
  const sorted = sortBefore(merged, base, kindOf);
  const nodes = sorted === undefined ? actions.map(nodeOf) : merged;
  const before = sorted ?? sortBefore(nodes, base, kindOf, 'planner')!;
  const isEarly = new Set(before);
  const owned = new Set(nodes.flatMap(({ sql }) => OWNED_SEQUENCE.exec(sql)?.[1] ?? []));
  const after = nodes
    .filter((node) => !isEarly.has(node) && !isSubscription(node))
    // It goes with the table that it belongs to, and cannot be given away without it.
    .filter(({ sql }) => !owned.has(SEQUENCE_OWNER.exec(sql)?.[1] ?? ''))
    // What is revoked from a table is revoked from its columns.
    .toSorted((a, b) => Number(isOfColumnRights(a)) - Number(isOfColumnRights(b)))
    .map((node): LateStatement => ({ sql: node.sql, kind: kindOf(node) }));
  return {
    before: before.map(({ sql }) => sql),
    after: LATE_KINDS.flatMap((kind) => after.filter((one) => one.kind === kind)),
  };
}

const nodeOf = (action: Action, place: number): Node => ({
  action,
  sql: withoutOnly(forEveryServer(action.sql.trim().replace(/;$/, ''))),
  place,
  produces: action.produces,
  consumes: action.consumes,
});

/** All privileges on a table by the word ALL: servers before 17 do not know MAINTAIN, which completes the list there. */
function forEveryServer(sql: string): string {
  return sql
    .replace(
      /^(GRANT|REVOKE) DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON /,
      '$1 ALL ON ',
    )
    .replace(/^CREATE EXTENSION /, 'CREATE EXTENSION IF NOT EXISTS ');
}

const isOfColumnRights = ({ produces, consumes }: Node): boolean =>
  [...produces, ...consumes].some((id) => id.kind === 'acl' && id.column !== undefined);

/** A subscription would begin to fetch rows from elsewhere. */
const isSubscription = ({ produces, consumes }: Node): boolean =>
  [...produces, ...consumes].some(({ kind }) => kind === 'subscription');

/** One node for a table and its columns. */
function mergeColumns(actions: readonly Action[], shapes: TableShapes): Node[] {
  const tables = new Set(
    actions.flatMap(({ produces, sql }) =>
      produces.flatMap((id) => (id.kind === 'table' && EMPTY_TABLE.test(sql) ? [encodeId(id)] : [])),
    ),
  );
  const columns = new Map<string, Action[]>();
  const rest: { action: Action; place: number }[] = [];
  for (const [place, action] of actions.entries()) {
    const [id] = action.produces;
    const table =
      id?.kind === 'column' ? encodeId({ kind: 'table', schema: id.schema, name: id.table }) : undefined;
    if (table !== undefined && tables.has(table) && definitionOf(action) !== undefined)
      columns.set(table, [...(columns.get(table) ?? []), action]);
    else rest.push({ action, place });
  }
  return rest.map(({ action, place }) => {
    const node = nodeOf(action, place);
    const table = action.produces.find(({ kind }) => kind === 'table');
    const added = table === undefined ? undefined : columns.get(encodeId(table));
    if (table === undefined || added === undefined) return node;
    const order = shapes.columns.get(encodeId(table)) ?? [];
    const placeOf = (one: Action): number => {
      const [id] = one.produces;
      return id?.kind === 'column' ? order.indexOf(id.name) : -1;
    };
    const sorted = added.toSorted((a, b) => placeOf(a) - placeOf(b));
    const list = sorted.map((one) => asVirtual(definitionOf(one)!, one, shapes)).join(', ');
    return {
      ...node,
      sql: node.sql.replace(EMPTY_TABLE, (head: string) => `${head.slice(0, -1)}${list})`),
      produces: [...node.produces, ...sorted.flatMap(({ produces }) => produces)],
      consumes: [...node.consumes, ...sorted.flatMap(({ consumes }) => consumes)],
    };
  });
}

const NAME = String.raw`"(?:[^"]|"")+"`;
const EMPTY_TABLE = new RegExp(String.raw`^CREATE (?:UNLOGGED )?TABLE ${NAME}\.${NAME} \(\)`);
const ADD_COLUMN = new RegExp(String.raw`^ALTER TABLE ${NAME}\.${NAME} ADD COLUMN `);

const asVirtual = (definition: string, { produces: [id] }: Action, { virtual }: TableShapes): string =>
  id !== undefined && virtual.has(encodeId(id)) ? definition.replace(/ STORED$/, ' VIRTUAL') : definition;

const OWNED_SEQUENCE = new RegExp(String.raw`^ALTER SEQUENCE (${NAME}\.${NAME}) OWNED BY `);
const SEQUENCE_OWNER = new RegExp(String.raw`^ALTER SEQUENCE (${NAME}\.${NAME}) OWNER TO `);

function definitionOf({ sql }: Action): string | undefined {
  const [head] = ADD_COLUMN.exec(sql) ?? [];
  return head === undefined ? undefined : sql.slice(head.length).trim().replace(/;$/, '');
}

/**
 * The tables with all that they need, in an order in which they can be made.
 * @param order `planner` keeps the planner's own
 * @returns undefined where there is none
 */
function sortBefore(
  nodes: readonly Node[],
  base: FactBase,
  kindOf: (node: Node) => LateKind,
  order: 'needs' | 'planner' = 'needs',
): readonly Node[] | undefined {
  const producer = new Map<string, Node>();
  for (const node of nodes) for (const id of node.produces) producer.set(encodeId(id), node);
  const needs = (node: Node): ReadonlySet<Node> => {
    const found = new Set<Node>();
    const add = (id: StableId): void => {
      for (let at: StableId | undefined = id; at !== undefined; at = base.get(at)?.parent) {
        const other = producer.get(encodeId(at));
        if (other !== undefined && other !== node) found.add(other);
      }
    };
    for (const id of node.produces) {
      for (const edge of base.outgoingEdges(id)) if (edge.kind === 'depends') add(edge.to);
      const parent = base.get(id)?.parent;
      if (parent !== undefined) add(parent);
    }
    for (const id of node.consumes) add(id);
    return found;
  };
  const sorted: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  let whole = true;
  const visit = (node: Node): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      whole = false;
      return;
    }
    state.set(node, 'open');
    for (const other of [...needs(node)].toSorted((a, b) => a.place - b.place)) visit(other);
    state.set(node, 'done');
    sorted.push(node);
  };
  const created = nodes.filter(({ action }) => action.verb === 'create');
  for (const kind of ['schema', 'extension', 'table', 'column'])
    for (const node of created) if (produces(node, [kind])) visit(node);
  for (const node of nodes)
    if (kindOf(node) === 'build')
      for (const other of [...needs(node)].toSorted((a, b) => a.place - b.place)) visit(other);
  const free = new Map<Node, boolean>();
  /** Whether it needs nothing late, and not itself. */
  const isFree = (node: Node): boolean => {
    const known = state.get(node) === 'done' || free.get(node);
    if (known !== undefined) return known;
    free.set(node, false);
    const found = !produces(node, LATE) && [...needs(node)].every(isFree);
    free.set(node, found);
    return found;
  };
  for (const node of created) if (produces(node, NAMED) && isFree(node)) visit(node);
  if (order === 'planner') return sorted.toSorted((a, b) => a.place - b.place);
  return whole ? sorted : undefined;
}

/** What rows may name (as regclass, regprocedure), and functions that those of their columns may call. */
const NAMED = ['type', 'function', 'procedure', 'aggregate', 'view'] as const;
/** What is made once the rows are there. */
const LATE = ['materializedView', 'constraint', 'index'] as const;

const produces = ({ produces: made }: Node, kinds: readonly string[]): boolean =>
  made.some(({ kind }) => kinds.includes(kind));

const isOfEventTrigger = (id: StableId): boolean =>
  id.kind === 'eventTrigger' || ('target' in id && id.target.kind === 'eventTrigger');

function kindIn({ sql, produces, consumes }: Node, base: FactBase, { partitioned }: TableShapes): LateKind {
  if ([...produces, ...consumes].some(isOfEventTrigger)) return 'fire';
  if (/^ALTER .* OWNER TO /s.test(sql)) return 'owner';
  if (/^(?:GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) /.test(sql)) return 'right';
  const [id] = produces;
  const table = id === undefined ? undefined : base.get(id)?.parent;
  // One on a partitioned table takes over those of its partitions, which are made first.
  const ofTable = table?.kind === 'table' && !partitioned.has(encodeId(table));
  if (id?.kind === 'index') return ofTable ? 'build' : 'other';
  return id?.kind === 'constraint' && ofTable && !/ FOREIGN KEY /.test(sql) ? 'build' : 'other';
}
