import { quoteIdentifier } from '@agora/postgres';
import {
  as,
  droppedNames,
  each,
  type Name,
  nameFrom,
  nameOf,
  type ParsedStatement,
  quoted,
  strings,
  walk,
} from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import type { Alteration } from '../../../script/alterations.ts';
import { after, before } from '../../../script/clauses.ts';
import type { Origin, SchemaModel } from '../../../script/model/schema-model.ts';
import { isSerial, typeSql, typeText } from '../../../script/model/types.ts';
import { type EarlierStatements, keyOf } from '../earlier-statements.ts';
import { knownType, withKnownTypes } from '../known-types.ts';
import { writesOf } from '../writes.ts';
import { ROW } from './row-test.ts';
import { checksIn, groupAfter } from './texts.ts';

/** A table from before the first statement, as a later one finds it. */
export interface Known {
  readonly table: Origin;
  /** A query of its rows with some of their columns: under the names, and with the values, of then. */
  readonly query: string;
  /** The same as what follows FROM, by the name of the table. */
  readonly rows: string;
  /** The table of now, each row of it called {@link ROW}. */
  readonly from: string;
  /** The values over such a row, by column. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether nothing before the statement changes its rows. */
  readonly isCertain: boolean;
}

/** The schema before a statement, and what the statements before it have done. */
export interface Scope {
  readonly model: SchemaModel;
  readonly earlier: EarlierStatements;
}

/**
 * What the statements of a script make of the rows that are there, where that can be told beforehand: columns that are
 * added or get another type, tables that are made and hold nothing yet.
 */
export class RowsAhead {
  /** Table -> column -> its value over {@link ROW}; undefined where nobody knows it. */
  readonly #values = new Map<string, Map<string, string | undefined>>();
  readonly #empty = new Set<string>();
  /** Indexes, constraints, triggers, tables and `table.column` that the script drops; triggers that it disables. */
  readonly dropped = new Set<string>();
  /** Whether the script puts sequences elsewhere. */
  movesSequences = false;
  /** Domains that the script makes -> conditions over `value`. */
  readonly #domains = new Map<string, readonly string[]>();

  /** Undefined where the table, or one of the columns, holds what nobody knows before it runs. */
  known(table: Name, columns: readonly string[], { model, earlier }: Scope): Known | undefined {
    const origin = model.originOf(table);
    if (!origin) return undefined;
    const values = new Map<string, string>();
    for (const column of columns) {
      const value = this.#valueOf(table, column, model);
      if (value === undefined) return undefined;
      values.set(column, value);
    }
    const list = [...values].map(([column, value]) => `${value} AS ${quoteIdentifier(column)}`);
    const place = [`${ROW}.tableoid AS agora_table`, `${ROW}.ctid AS agora_place`];
    const from = `${quoted(origin)} AS ${ROW}`;
    const query = `SELECT ${[...list, ...place].join(', ')} FROM ${from}`;
    return {
      table: origin,
      from,
      query,
      rows: `(${query}) AS ${quoteIdentifier(table.name)}`,
      values,
      isCertain: !earlier.unread && !earlier.hasWritten(origin),
    };
  }

  /** Whether a table is made by the script, and holds nothing yet. */
  isEmpty(table: Name, { model, earlier }: Scope): boolean {
    return !earlier.unread && this.#empty.has(model.key(table));
  }

  /** The value of an expression for each row, over {@link ROW}; undefined where it reads what nobody knows. */
  valueOf(table: Name, expression: string, reads: readonly string[], scope: Scope): string | undefined {
    const known = this.known(table, reads, scope);
    if (!known) return undefined;
    const list = [...known.values].map(([column, value]) => `${value} AS ${quoteIdentifier(column)}`);
    const text = withKnownTypes(expression, scope.model);
    return `(SELECT ${text}\n FROM (SELECT ${list.join(', ')}) AS ${quoteIdentifier(table.name)})`;
  }

  #valueOf(table: Name, column: string, model: SchemaModel): string | undefined {
    const origin = model.originOf(table);
    const own = origin && this.#values.get(keyOf(origin));
    if (own?.has(added(column))) return own.get(added(column));
    const from = model.columnOriginOf(table, column);
    if (from === undefined) return undefined;
    return own?.has(from) ? own.get(from) : `${ROW}.${quoteIdentifier(from)}`;
  }

  #set(table: Name, column: string, value: string | undefined, model: SchemaModel): void {
    const origin = model.originOf(table);
    if (!origin) return;
    const own = this.#values.get(keyOf(origin)) ?? new Map<string, string | undefined>();
    this.#values.set(keyOf(origin), own.set(column, value));
  }

  /** A column that is added to rows which are there. */
  addColumn({ table, command, text }: Alteration, scope: Scope): void {
    const column = as(command.def, 'ColumnDef');
    const name = column?.colname ?? '';
    this.#set(table, added(name), this.#addedValue(table, column, text, scope), scope.model);
  }

  #addedValue(
    table: Name,
    column: ReturnType<typeof as<'ColumnDef'>>,
    text: string,
    scope: Scope,
  ): string | undefined {
    const type = knownType(typeText(column?.typeName), scope.model);
    const constraints = [...each(column?.constraints, 'Constraint')];
    const find = (kind: string): (typeof constraints)[number] | undefined =>
      constraints.find(({ contype }) => contype === kind);
    if (isSerial(type) || type.includes('?') || find('CONSTR_IDENTITY')) return undefined;
    const generated = find('CONSTR_GENERATED');
    const expression = generated
      ? groupAfter(after(text, 'generated') ?? '', 0)?.inside
      : find('CONSTR_DEFAULT')
        ? before(after(text, 'default') ?? '', ENDS_OF_DEFAULT).trim()
        : 'NULL';
    const value = generated?.raw_expr ?? find('CONSTR_DEFAULT')?.raw_expr;
    if (expression === undefined || isVolatile(value, scope.model)) return undefined;
    return this.valueOf(
      table,
      `(${expression === '' ? 'NULL' : expression}\n)::${typeSql(type)}`,
      columnsRead(value),
      scope,
    );
  }

  /** Values that a change of type makes, over {@link ROW}; the values before the last cast beside them. */
  retyped(
    { table, command, text }: Alteration,
    scope: Scope,
  ): { readonly value: string | undefined; readonly before: string | undefined } {
    const column = command.name ?? '';
    const definition = as(command.def, 'ColumnDef');
    const type = knownType(typeText(definition?.typeName), scope.model);
    const using = definition?.raw_default;
    if (type.includes('?') || isVolatile(using, scope.model)) return { value: undefined, before: undefined };
    const expression = using === undefined ? quoteIdentifier(column) : (after(text, 'using') ?? 'NULL');
    const reads = using === undefined ? [column] : columnsRead(using);
    const made = (sql: string): string | undefined => this.valueOf(table, sql, reads, scope);
    return { value: made(`(${expression}\n)::${typeSql(type)}`), before: made(`(${expression}\n)`) };
  }

  retype({ table, command }: Alteration, value: string | undefined, { model }: Scope): void {
    const from = model.columnOriginOf(table, command.name ?? '');
    if (from !== undefined) this.#set(table, from, value, model);
  }

  /** What the values of a domain must meet that the script makes, over `value`. */
  conditionsOf(type: string, model: SchemaModel): readonly string[] {
    return this.#domains.get(type.includes('.') ? type : model.key({ name: type })) ?? [];
  }

  /** Goes past a statement but for what `addColumn` and `retype` tell of it; `model` is the schema before it. */
  add({ node, block, text }: ParsedStatement, model: SchemaModel): void {
    const domain = as(node, 'CreateDomainStmt');
    if (domain) {
      const isRequired = [...each(domain.constraints, 'Constraint')].some(
        ({ contype }) => contype === 'CONSTR_NOTNULL',
      );
      const conditions = [...checksIn(text), ...(isRequired ? ['value IS NOT NULL'] : [])];
      this.#domains.set(model.key(nameFrom(domain.domainname)), conditions);
    }
    const create = as(node, 'CreateStmt');
    if (create && !model.table(nameOf(create.relation))) {
      if (create.if_not_exists !== true) this.#empty.add(model.key(nameOf(create.relation)));
      for (const parent of each(create.inhRelations, 'RangeVar'))
        this.#empty.delete(model.key(nameOf(parent)));
    }
    const alter = as(node, 'AlterTableStmt');
    for (const { subtype, name = '' } of each(alter?.cmds, 'AlterTableCmd')) {
      if (subtype === 'AT_AttachPartition') this.#empty.delete(model.key(nameOf(alter?.relation)));
      if (subtype === 'AT_DropConstraint' || subtype === 'AT_DisableTrig') this.dropped.add(name);
      if (subtype === 'AT_EnableTrig') this.dropped.delete(name);
      if (subtype === 'AT_DropColumn') this.dropped.add(`${nameOf(alter?.relation).name}.${name}`);
    }
    const drop = as(node, 'DropStmt');
    if (DROPPED.has(drop?.removeType ?? ''))
      for (const { name } of droppedNames(drop?.objects)) this.dropped.add(name);
    const isRestart = [...each(as(node, 'AlterSeqStmt')?.options, 'DefElem')].some(
      ({ defname }) => defname === 'restart',
    );
    if (isRestart || as(node, 'TruncateStmt')?.restart_seqs === true) this.movesSequences = true;
    for (const inner of walk([node, ...(block?.others ?? [])])) {
      const { name } = nameFrom(as(inner, 'FuncCall')?.funcname);
      if (name === 'setval') this.movesSequences = true;
      for (const [, relation] of writesOf(inner)) {
        const table = nameOf(relation);
        this.#empty.delete(model.key(table));
        const origin = model.originOf(table);
        const own = origin && this.#values.get(keyOf(origin));
        for (const column of own?.keys() ?? []) own?.set(column, undefined);
      }
    }
  }
}

const DROPPED: ReadonlySet<string> = new Set(['OBJECT_INDEX', 'OBJECT_TABLE', 'OBJECT_TRIGGER']);

/** A column that was not there may be called like one that was. */
const added = (column: string): string => `+${column}`;

const ENDS_OF_DEFAULT = [
  'not',
  'null',
  'check',
  'unique',
  'primary',
  'references',
  'constraint',
  'collate',
  'deferrable',
  'initially',
];

/** Columns that an expression reads. */
export function columnsRead(...expressions: readonly (Node | undefined)[]): readonly string[] {
  const found = [...each(expressions, 'ColumnRef')].flatMap(({ fields }) => strings(fields).slice(-1));
  return [...new Set(found)];
}

/** Whether an expression may give another value for each row, whatever that holds, or do something. */
function isVolatile(value: Node | undefined, model: SchemaModel): boolean {
  const calls = [...each([value], 'FuncCall')].map(({ funcname }) => nameFrom(funcname));
  return calls.some((name) => model.volatilityOf(name).volatility !== 'steady');
}
