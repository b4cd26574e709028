import type { AlterTableCmd, Constraint, IndexStmt, Node } from 'libpg-query';

import {
  as,
  droppedNames,
  each,
  items,
  type Name,
  nameFrom,
  nameOf,
  relationsIn,
  strings,
} from '@agora/postgres/parser';

import { isNamed } from '../../../script/model/constraints.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';

/** What is read and written of one table or type, by names such as `column x`. */
interface Touch {
  readonly reads: Set<string>;
  readonly writes: Set<string>;
  whole: boolean;
}

/** What a statement touches: everything, or parts of some tables and types. */
export type Effects = 'everything' | ReadonlyMap<string, Touch>;

/** Whether the order of two statements matters. */
export function conflict(a: Effects, b: Effects): boolean {
  if (a === 'everything' || b === 'everything') return true;
  for (const [key, one] of a) {
    const other = b.get(key);
    if (other === undefined) continue;
    if (one.whole || other.whole) return true;
    if (meet(one.writes, other.writes) || meet(one.writes, other.reads) || meet(one.reads, other.writes))
      return true;
  }
  return false;
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one));

/** What a statement touches; what is not known to keep to its tables touches everything. */
export function effectsOf(node: Node, model: SchemaModel): Effects {
  const found = new Found(model);
  return read(node, found) ? found.touches : 'everything';
}

/** What a backfill touches besides its statement: the key along which it goes, which must stand. */
export function withKey(effects: Effects, table: string, key: readonly string[]): Effects {
  if (effects === 'everything') return effects;
  const touch = effects.get(table) ?? { reads: new Set(), writes: new Set(), whole: false };
  const reads = new Set([...touch.reads, ANY_KEY, keyOf(key), keyOf([])]);
  return new Map([...effects, [table, { ...touch, reads }]]);
}

class Found {
  readonly touches = new Map<string, Touch>();
  readonly model: SchemaModel;

  constructor(model: SchemaModel) {
    this.model = model;
  }

  of(key: string): Touch {
    const known = this.touches.get(key) ?? { reads: new Set(), writes: new Set(), whole: false };
    this.touches.set(key, known);
    return known;
  }

  table(name: Name): Touch {
    return this.of(this.model.key(name));
  }

  whole(name: Name): void {
    this.table(name).whole = true;
  }

  type(name: Name): Touch {
    return this.of(`type ${this.model.key(name)}`);
  }

  /** The types of a table's columns, or of one, which stand as long as these do. */
  columnTypes(table: Name, column?: string): void {
    for (const { name, type } of this.model.table(table)?.columns.values() ?? []) {
      if (column !== undefined && name !== column) continue;
      const [base = '', schema] = type.replaceAll('[]', '').split('.').toReversed();
      this.type(schema === undefined ? { name: base } : { schema, name: base }).reads.add('use');
    }
  }

  /** An index stands in the schema of its table. */
  index(table: Name, name: string | undefined): void {
    if (name === undefined) return;
    this.of(`index ${this.model.key(table.schema === undefined ? { name } : { ...table, name })}`).whole =
      true;
  }

  reads(name: Name, ...what: readonly string[]): void {
    for (const one of what) this.table(name).reads.add(one);
  }

  writes(name: Name, ...what: readonly string[]): void {
    for (const one of what) this.table(name).writes.add(one);
  }
}

const column = (name: string): string => `column ${name}`;
const constraint = (name: string): string => `constraint ${name}`;

/** Policies and triggers, which changes of rows meet. */
const GUARDS = 'policies and triggers';
/** What dropping a constraint or an index may take from those that point at the table. */
const ANY_KEY = 'some key';
/** A key by its columns; the primary one without. */
const keyOf = (columns: readonly string[]): string => `key ${columns.toSorted().join(' ')}`;

/** False where it may touch anything. */
function read(node: Node, found: Found): boolean {
  const alter = as(node, 'AlterTableStmt');
  if (alter?.objtype === 'OBJECT_TABLE') {
    const table = nameOf(alter.relation);
    for (const one of alter.cmds ?? []) {
      const command = as(one, 'AlterTableCmd');
      if (command) alteration(table, command, found);
    }
    return true;
  }
  const index = as(node, 'IndexStmt');
  if (index) return build(index, found);
  if (alter?.objtype === 'OBJECT_INDEX') {
    // ATTACH PARTITION names another.
    for (const range of relationsIn(node)) found.index(nameOf(range), range.relname);
    return true;
  }
  const create = as(node, 'CreateStmt');
  if (create) {
    for (const one of each(create.tableElts, 'Constraint')) constrained(nameOf(create.relation), one, found);
    for (const parent of each(create.inhRelations, 'RangeVar')) found.whole(nameOf(parent));
    types(create.tableElts, found);
    found.whole(nameOf(create.relation));
    return true;
  }
  const made = as(node, 'CreateEnumStmt')?.typeName ?? as(node, 'AlterEnumStmt')?.typeName;
  if (made) {
    found.type(nameFrom(made)).whole = true;
    return true;
  }
  const sequence = as(node, 'CreateSeqStmt') ?? as(node, 'AlterSeqStmt');
  if (sequence) {
    found.whole(nameOf(sequence.sequence));
    return true;
  }
  const policy = as(node, 'CreatePolicyStmt') ?? as(node, 'AlterPolicyStmt');
  if (policy) return guarded(nameOf(policy.table), policy, found);
  const trigger = as(node, 'CreateTrigStmt');
  if (trigger) return guarded(nameOf(trigger.relation), [trigger.whenClause, trigger.columns], found);
  const renamed = as(node, 'RenameStmt');
  if (renamed?.relation && renamed.renameType === 'OBJECT_INDEX') {
    const name = nameOf(renamed.relation);
    indexed(name, found);
    found.index(name, name.name);
    found.index(name, renamed.newname);
    return true;
  }
  if (renamed?.relation && renamed.renameType !== 'OBJECT_INDEX') {
    const table = nameOf(renamed.relation);
    found.whole(table);
    found.whole({ ...table, name: renamed.newname ?? '' });
    return true;
  }
  const drop = as(node, 'DropStmt');
  if (drop && drop.behavior !== 'DROP_CASCADE') return dropped(drop, found);
  const update = as(node, 'UpdateStmt');
  if (update) {
    for (const range of relationsIn(node))
      found.reads(nameOf(range), 'table', GUARDS, ...referred([node]).map(column));
    const set = [...each(update.targetList, 'ResTarget')].flatMap(({ name }) => name ?? []);
    found.writes(nameOf(update.relation), ...set.map(column));
    return true;
  }
  if ('DeleteStmt' in node || 'InsertStmt' in node) {
    for (const range of relationsIn(node)) found.whole(nameOf(range));
    return true;
  }
  return false;
}

function alteration(table: Name, command: AlterTableCmd, found: Found): void {
  const name = command.name ?? '';
  found.reads(table, 'table');
  switch (command.subtype) {
    case 'AT_AddColumn': {
      const definition = as(command.def, 'ColumnDef');
      found.writes(table, column(definition?.colname ?? ''));
      types([command.def], found);
      for (const one of each(definition?.constraints, 'Constraint')) constrained(table, one, found);
      return;
    }
    case 'AT_AddConstraint': {
      const one = as(command.def, 'Constraint');
      if (one) constrained(table, one, found);
      return;
    }
    case 'AT_ValidateConstraint':
      found.writes(table, constraint(name));
      return;
    case 'AT_DropConstraint':
      dropConstraint(table, name, found);
      return;
    case 'AT_DropColumn': {
      const known = found.model.table(table);
      const keys = [...(known?.constraints ?? []), ...(known?.uniques ?? [])];
      const isOfKey = known === undefined || keys.some(({ columns }) => columns.includes(name));
      found.writes(table, column(name), `null ${name}`, `default ${name}`, ...(isOfKey ? [ANY_KEY] : []));
      found.columnTypes(table, name);
      return;
    }
    case 'AT_SetNotNull':
    case 'AT_DropNotNull':
      found.reads(table, column(name));
      found.writes(table, `null ${name}`);
      return;
    case 'AT_ColumnDefault':
      found.reads(table, column(name));
      found.writes(table, `default ${name}`);
      return;
    default:
      found.whole(table);
      found.columnTypes(table);
      types([command.def], found);
      for (const range of relationsIn(command)) found.whole(nameOf(range));
  }
}

function dropConstraint(table: Name, name: string, found: Found): void {
  found.writes(table, constraint(name));
  const gone = found.model.table(table)?.constraints.find((one) => isNamed(one, table, name));
  // Rows may change so only without it.
  found.reads(table, ...[...(gone?.columns ?? []), ...(gone?.reads ?? [])].map(column));
  if (gone?.parent !== undefined) {
    // The key that it points at goes after it.
    found.of(gone.parent).reads.add(ANY_KEY);
    return;
  }
  if (gone?.kind === 'check') return;
  found.writes(table, ANY_KEY);
  found.index(table, name);
}

function constrained(table: Name, one: Constraint, found: Found): void {
  const columns = [...strings(one.keys), ...strings(one.fk_attrs), ...referred([one.raw_expr])];
  found.reads(table, ...columns.map(column));
  if (one.contype === 'CONSTR_PRIMARY') found.writes(table, ...columns.map((name) => `null ${name}`));
  if (one.contype === 'CONSTR_UNIQUE' || one.contype === 'CONSTR_PRIMARY')
    found.writes(table, keyOf(columns));
  if (one.contype === 'CONSTR_PRIMARY') found.writes(table, keyOf([]));
  if (one.contype !== 'CONSTR_CHECK' && one.contype !== 'CONSTR_FOREIGN') found.index(table, one.conname);
  found.index(table, one.indexname);
  if (one.conname !== undefined) found.writes(table, constraint(one.conname));
  if (one.pktable === undefined) return;
  const target = nameOf(one.pktable);
  const keys = strings(one.pk_attrs);
  found.reads(target, 'table', ANY_KEY, keyOf(keys), ...keys.map(column));
}

function build(index: IndexStmt, found: Found): boolean {
  const table = nameOf(index.relation);
  const named = [...each(index.indexParams, 'IndexElem'), ...each(index.indexIncludingParams, 'IndexElem')];
  const columns = named.flatMap(({ name }) => name ?? []);
  found.reads(
    table,
    'table',
    ...[...columns, ...referred([index.indexParams, index.whereClause])].map(column),
  );
  found.index(table, index.idxname);
  if (index.unique) found.writes(table, keyOf(named.flatMap(({ name }) => name ?? [])));
  return true;
}

/** The columns of an index, which goes with them. @returns whether it is known */
function indexed(name: Name, found: Found): boolean {
  const index = found.model.indexes.get(found.model.key(name));
  for (const one of index?.columns ?? []) found.of(index?.table ?? '').reads.add(column(one));
  return index !== undefined;
}

/** What rows are seen, and what fires when they change. */
function guarded(table: Name, root: unknown, found: Found): boolean {
  found.reads(table, 'table', ...referred([root]).map(column));
  found.writes(table, GUARDS);
  for (const range of relationsIn(root)) if (range.relname !== table.name) found.whole(nameOf(range));
  return true;
}

function dropped(drop: NonNullable<ReturnType<typeof as<'DropStmt'>>>, found: Found): boolean {
  const names = droppedNames(drop.objects);
  if (drop.removeType === 'OBJECT_TABLE') {
    for (const name of names) {
      found.whole(name);
      found.columnTypes(name);
    }
    return true;
  }
  if (drop.removeType === 'OBJECT_TYPE') {
    for (const name of names) found.type(name).whole = true;
    return true;
  }
  if (drop.removeType === 'OBJECT_POLICY' || drop.removeType === 'OBJECT_TRIGGER') {
    for (const object of drop.objects ?? []) {
      const [name = '', schema] = strings(items(object)).toReversed().slice(1);
      guarded(schema === undefined ? { name } : { schema, name }, undefined, found);
    }
    return true;
  }
  if (drop.removeType !== 'OBJECT_INDEX') return false;
  return names.every((name) => {
    if (!indexed(name, found)) return false;
    found.of(found.model.indexes.get(found.model.key(name))?.table ?? '').writes.add(ANY_KEY);
    found.index(name, name.name);
    return true;
  });
}

/** @param root nodes as a list */
function referred(root: readonly unknown[]): readonly string[] {
  return [...each(root, 'ColumnRef')].flatMap(({ fields }) => strings(fields).slice(-1));
}

function types(elements: unknown, found: Found): void {
  for (const definition of each(elements, 'ColumnDef')) {
    if (definition.typeName) found.type(nameFrom(definition.typeName.names)).reads.add('use');
  }
}
