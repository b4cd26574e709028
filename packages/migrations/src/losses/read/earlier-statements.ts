import { as, each, type Name, nameFrom, nameOf, type ParsedStatement, walk } from '@agora/postgres/parser';

import type { Origin, SchemaModel } from '../../script/model/schema-model.ts';
import { writesOf } from './writes.ts';

/** Statements whose queries and expressions run; those of a function, a view or a policy do not. */
export const RUNNING: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CreateTableAsStmt',
  'CallStmt',
  'CopyStmt',
  'ExplainStmt',
  'PrepareStmt',
  'DeclareCursorStmt',
  'AlterTableStmt',
]);

/** Subcommands of ALTER TABLE that change columns of its rows. */
const CHANGING: ReadonlySet<string> = new Set(['AT_AddColumn', 'AT_AlterColumnType']);

/** Those that change which rows it has. */
const MOVING: ReadonlySet<string> = new Set([
  'AT_AttachPartition',
  'AT_DetachPartition',
  'AT_AddInherit',
  'AT_DropInherit',
]);

/** What a way forward makes of a column, and the schema of its table where that is written. */
export interface ForwardValue {
  readonly schema: string | undefined;
  readonly value: string;
}

/** By `[table, column]`. */
export type ForwardValues = ReadonlyMap<string, ForwardValue>;

/** What statements have done to rows: what those after them take can then not be counted beforehand. */
export class EarlierStatements {
  readonly #written = new Set<string>();
  readonly #writtenNames = new Set<string>();
  readonly #altered = new Set<string>();
  /** Whether something ran that nobody can read. */
  unread = false;
  /** Tables that were made partitions or children of another: by that one, each by its name from before. */
  readonly #attached = new Map<string, Origin[]>();
  /** What the way forward makes of columns, as `forwardValues` reads it. */
  forward: ForwardValues | undefined;
  /** The schema after those statements of the script that have run already, where it runs in parts. */
  ran: () => SchemaModel | undefined = () => undefined;
  /** Functions that were made: the statement that made each, by {@link SchemaModel.key}. */
  readonly functions = new Map<string, string>();

  /** The columns of a table that statements of the script have added which have run already. */
  addedTo(table: Name): readonly string[] {
    return this.ran()?.columnsAddedTo(table) ?? [];
  }

  /**
   * Whether rows of a table were written, or it has others.
   * @param table by its name from before the first statement
   */
  hasWritten(table: Origin): boolean {
    return this.#written.has(keyOf(table));
  }

  /** Whether that holds for any table of a name, in whatever schema, or columns of it were added or converted. */
  hasWrittenAny(name: string): boolean {
    return this.unread || this.#writtenNames.has(name);
  }

  /** Whether columns of a table were added or converted. */
  hasAltered(table: Origin): boolean {
    return this.#altered.has(keyOf(table));
  }

  /** The tables that statements have made partitions or children of one, and of these. */
  attachedTo(table: Origin): readonly Origin[] {
    return (this.#attached.get(keyOf(table)) ?? []).flatMap((one) => [one, ...this.attachedTo(one)]);
  }

  #attach(parent: Origin | undefined, child: Origin | undefined): void {
    if (!parent || !child) return;
    this.#attached.set(keyOf(parent), [...(this.#attached.get(keyOf(parent)) ?? []), child]);
  }

  /** Goes past a statement; `model` is the schema before it. */
  add({ node, block, text }: ParsedStatement, model: SchemaModel): void {
    const made = as(node, 'CreateFunctionStmt');
    if (made) this.functions.set(model.key(nameFrom(made.funcname)), text);
    const write = (relation: Parameters<typeof nameOf>[0]): void => {
      const table = model.originOf(nameOf(relation));
      if (table) this.#written.add(keyOf(table));
      if (table) this.#writtenNames.add(table.name);
    };
    if (block && block.unread.length > 0) this.unread = true;
    const alter = as(node, 'AlterTableStmt');
    for (const { subtype = '', def } of each(alter?.cmds, 'AlterTableCmd')) {
      const own = model.originOf(nameOf(alter?.relation));
      if (MOVING.has(subtype)) write(alter?.relation);
      if (CHANGING.has(subtype) && own) this.#altered.add(keyOf(own));
      const part = as(def, 'PartitionCmd')?.name;
      if (subtype === 'AT_AttachPartition' && part) this.#attach(own, model.originOf(nameOf(part)));
      const parent = as(def, 'RangeVar');
      if (subtype === 'AT_AddInherit' && parent) this.#attach(model.originOf(nameOf(parent)), own);
    }
    for (const relation of each(as(node, 'TruncateStmt')?.relations, 'RangeVar')) write(relation);
    const runs = RUNNING.has(Object.keys(node)[0] ?? '') ? [node] : [];
    for (const inner of walk([...runs, ...(block?.others ?? [])])) {
      for (const [, relation] of writesOf(inner)) write(relation);
      const call = as(inner, 'FuncCall') ?? as(inner, 'CallStmt')?.funccall;
      if (call && model.volatilityOf(nameFrom(call.funcname)).from !== 'postgresql') this.unread = true;
    }
  }
}

/** A table by its name from before the first statement: the same whether its one schema is written or not. */
export function keyOf({ schema, name, path }: Origin): string {
  return JSON.stringify([schema ?? (path.length === 1 ? path[0] : path), name]);
}

/** Whether a table may have other rows, or other names, than before the first statement. */
export function isTouched(name: Name, model: SchemaModel, earlier: EarlierStatements): boolean {
  if (earlier.unread) return true;
  const origin = model.originOf(name);
  if (!origin) return true;
  const renamed = origin.name !== name.name || origin.schema !== name.schema;
  return (
    renamed ||
    (model.table(name)?.renamed?.size ?? 0) > 0 ||
    earlier.hasWritten(origin) ||
    earlier.hasAltered(origin)
  );
}
