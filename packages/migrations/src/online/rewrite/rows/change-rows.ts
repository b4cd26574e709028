import type { DeleteStmt, Node, UpdateStmt } from 'libpg-query';

import { ownWords, quoteIdentifier } from '@agora/postgres';
import {
  as,
  each,
  nameFrom,
  nameOf,
  type ParsedStatement,
  quoted,
  relationsIn,
  strings,
} from '@agora/postgres/parser';

import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { type Facts, keyOf, noKeyReason, stateOf, type TableState } from '../facts.ts';
import type { Row } from '../row.ts';
import type { Rewriting } from '../step.ts';
import { inOneLine } from '../text.ts';
import { type ChangeText, readChangeText, withObstacle } from './change-text.ts';
import { asksWhatItDeletes, asksWhatItSets, conditionsOf } from './self-reading.ts';
import { isTimeOrVolatile } from './volatile.ts';

/** UPDATE or DELETE of many rows: a backfill. */
export const changeRows: Row = {
  rules: ['unbatched-backfill'],
  rewrite({ statement, node, model, facts }) {
    if (statement.nested) return { left: 'it stands inside a DO block: write it as a statement of its own' };
    const change = as(node, 'UpdateStmt') ?? as(node, 'DeleteStmt');
    if (change === undefined) return undefined;
    const obstacle = withObstacle([change.withClause], model);
    if (obstacle !== undefined) return { left: obstacle };
    const table = nameOf(change.relation);
    const state = stateOf(facts, model, table);
    const key = keyOf(facts, model, table);
    if (key.length === 0) return { left: noKeyReason(facts, model, table) };
    const read = readChange(statement, change);
    const update = as(node, 'UpdateStmt');
    if (update === undefined && asksWhatItDeletes(change))
      return {
        left: 'which rows go depends on others that go, and is another question after the first batch: write backfill.sql by hand',
      };
    const undone = update ? undoneRows(read, update, { state, model, key }) : undoneDeletes(read);
    if ('left' in undone) return undone;
    const others = read.others.join(', ');
    const isOnce = update === undefined || isJoinedOnce(update, model, facts);
    // Of several rows that one is joined with, the change takes any: one that agrees is enough.
    const agrees =
      undone.agrees === undefined || isOnce
        ? ''
        : ` AND NOT EXISTS (SELECT FROM ${others} WHERE ${undone.agrees})`;
    const from = others === '' ? read.target : `${read.target}, ${others}`;
    const doneWhen = `${read.withText}SELECT NOT EXISTS (SELECT FROM ${from} WHERE ${undone.condition}${agrees})`;
    const conditions = [
      ...(undone.only === undefined ? [] : [undone.only]),
      ...(read.where === undefined ? [] : [enclosed(read.where)]),
    ];
    return {
      drafts: [
        {
          kind: 'backfill',
          sql: '',
          suffix: 'backfill',
          backfill: {
            table: quoted(table),
            key: key.map((one) => quoteIdentifier(one)),
            doneWhen: inOneLine(doneWhen),
            statement: `${read.head} WHERE ${[...conditions, ':batch'].join(' AND ')}`,
          },
        },
      ],
    };
  },
};

/** An UPDATE or DELETE, in pieces of its text. */
interface Change extends ChangeText {
  /** What stands before WHERE. */
  readonly head: string;
  /** The table with its alias, as it would stand after FROM. */
  readonly target: string;
  /** By which its columns are called. */
  readonly qualifier: string;
  /** Other tables that it reads: FROM of an UPDATE, USING of a DELETE. */
  readonly others: readonly string[];
  readonly where?: string;
  /** Where the list of SET ends. */
  readonly end: number;
}

function readChange(statement: ParsedStatement, change: UpdateStmt | DeleteStmt): Change {
  const pieces = readChangeText(statement, change, 'UpdateStmt' in statement.node ? 'update' : 'delete');
  const { text, at } = pieces;
  const words = ownWords(text);
  const where = change.whereClause === undefined ? undefined : words.findLast(({ word }) => word === 'where');
  const head = text.slice(0, where?.start).trim();
  const alias = change.relation?.alias?.aliasname;
  const name = nameOf(change.relation);
  const qualifier = quoteIdentifier(alias ?? name.name);
  const only = change.relation?.inh === true ? '' : 'ONLY ';
  const joined =
    'usingClause' in change ? change.usingClause : 'fromClause' in change ? change.fromClause : undefined;
  const word = 'usingClause' in change ? 'using' : 'from';
  // Not the FROM of IS DISTINCT FROM.
  const begin = Math.min(...[...relationsIn(joined)].map(({ location }) => at(location)));
  const from =
    joined === undefined ? undefined : words.findLast((one) => one.word === word && one.start < begin);
  return {
    ...pieces,
    head,
    target: `${only}${quoted(name)}${alias === undefined ? '' : ` AS ${qualifier}`}`,
    qualifier,
    others: from === undefined ? [] : [text.slice(from.end, where?.start).trim()],
    ...(where === undefined ? {} : { where: text.slice(where.end).trim() }),
    end: from?.start ?? where?.start ?? text.length,
  };
}

interface Undone {
  /** Which rows are still to be changed. */
  readonly condition: string;
  /** Which rows have what the statement would give them, by what it joins them with. */
  readonly agrees?: string;
  /** What the statement must also ask for. */
  readonly only?: string;
}

type Left = Extract<Rewriting, { left: string }>;

/** Rows that came since are not meant. */
function undoneDeletes({ where }: Change): Undone | Left {
  if (where === undefined)
    return {
      left: 'it deletes every row, in batches also those that come meanwhile: give it a condition, or use TRUNCATE',
    };
  return { condition: where };
}

/** The rows that the statement would change if it ran again. */
function undoneRows(
  change: Change,
  update: UpdateStmt,
  known: {
    readonly state: TableState | undefined;
    readonly model: SchemaModel;
    readonly key: readonly string[];
  },
): Undone | Left {
  const targets = [...each(update.targetList, 'ResTarget')].filter(({ name }) => name !== undefined);
  const set = targets.map(({ name = '' }) => name);
  if (set.some((name) => known.key.includes(name)))
    return { left: 'it changes the key by which the rows would be walked' };
  const table = nameOf(update.relation);
  const fresh = set.filter((name) => {
    const column = known.model.column(table, name);
    return (
      column !== undefined &&
      column.addedIn === known.model.migration &&
      !column.hasDefault &&
      !column.notNull
    );
  });
  const [mark] = fresh;
  const isNull = (name: string): string => `${change.qualifier}.${quoteIdentifier(name)} IS NULL`;
  const only = mark === undefined || change.where !== undefined ? undefined : isNull(mark);
  const asked = [
    ...(only === undefined ? [] : [only]),
    ...(change.where === undefined ? [] : [enclosed(change.where)]),
  ];
  const values = targets.map(({ val }) => val);
  const more = only === undefined ? {} : { only };
  if (values.some((value) => isTimeOrVolatile(value, known.model))) {
    const leavesOut = only !== undefined || asksForNull(update.whereClause, set);
    return leavesOut
      ? { condition: asked.join(' AND '), ...more }
      : {
          left: 'its values are others each time, and no condition leaves out the rows that are done: add one, such as <column> IS NULL',
        };
  }
  if (values.some((value) => as(value, 'MultiAssignRef') ?? as(value, 'SetToDefault')))
    return {
      left: 'it sets several columns at once, or to DEFAULT: write each column by itself, as column = value',
    };
  const readBy = (value: Node | undefined): readonly string[] => readOfTable(value, update, set, known.model);
  if (
    targets.some(({ name, val }) => {
      const read = readBy(val);
      return read.some((one) => one !== name) || (read.length > 0 && !isSteady(val));
    }) ||
    readsThrough(update, set) ||
    asksWhatItSets(update, set)
  )
    return {
      left: 'run again it would change rows again, and no query tells which are done: write backfill.sql by hand',
    };
  const typeOf = (name: string): string | undefined =>
    known.state?.columns.get(name)?.type ?? known.model.column(table, name)?.type;
  const pairs = targets.map(({ name = '', val }, index) => {
    const type = baseOf(typeOf(name) ?? '', known.model);
    const text = type === 'json' || type === 'xml' ? '::text' : '';
    const column = `${change.qualifier}.${quoteIdentifier(name)}`;
    const [from, ...more] = strings(as(val, 'ColumnRef')?.fields);
    const isSame = from !== undefined && more.length === 0 && typeOf(from) === typeOf(name);
    const cast = isSame || isKept(val, type) ? text : `::${type}`;
    return [`${column}${text}`, `(${valueText(change, targets, index)})${cast}`] as const;
  });
  const differs = pairs.map((pair) => pair.join(' IS DISTINCT FROM '));
  const any = differs.length > 1 ? `(${differs.join(' OR ')})` : differs[0];
  const agrees = pairs.map((pair) => pair.join(' IS NOT DISTINCT FROM '));
  return { condition: [...asked, any].join(' AND '), agrees: [...asked, ...agrees].join(' AND '), ...more };
}

/** Types whose columns hold another value than they are given: rounded, cut or filled up. */
const ROUNDING =
  /^(?:smallint|integer|bigint|numeric|real|double precision|date|time|interval|char|"char"|bit|varchar\(|money)/;

/** What a domain is of, in the end; any other type as it is. */
function baseOf(type: string, model: SchemaModel): string {
  const { base } = model.domainOf(type) ?? {};
  return base === undefined ? type : baseOf(base, model);
}

/** Whether a column of the type holds a value as it is written. */
function isKept(value: Node | undefined, type: string): boolean {
  const constant = as(value, 'A_Const');
  const isPlain = constant !== undefined && constant.fval === undefined && !type.includes('(');
  return isPlain || !ROUNDING.test(type);
}

/** The text of the value that the column at a place is set to. */
function valueText(
  change: Change,
  targets: readonly { readonly location?: number }[],
  index: number,
): string {
  const next = targets[index + 1];
  const end = next === undefined ? change.end : change.at(next.location);
  const text = change.text.slice(change.at(targets[index]?.location), end).trim();
  return text
    .slice(text.indexOf('=') + 1)
    .trim()
    .replace(/,$/, '')
    .trim();
}

const enclosed = (condition: string): string => `(${condition})`;

function reads(value: Node | undefined, columns: readonly string[]): boolean {
  return [...each(value === undefined ? undefined : [value], 'ColumnRef')].some(({ fields }) =>
    columns.includes(strings(fields).at(-1) ?? ''),
  );
}

/** Which of these columns a value reads of the table itself: a query of other tables may have columns of the same names. */
function readOfTable(
  value: Node | undefined,
  { relation }: UpdateStmt,
  columns: readonly string[],
  model: SchemaModel,
): readonly string[] {
  const table = nameOf(relation);
  const own = new Set([relation?.alias?.aliasname ?? table.name, table.name]);
  const nodes = value === undefined ? [] : [value];
  const others = new Set(
    [...each(nodes, 'SubLink')].flatMap(({ subselect }) => {
      const tables = [...relationsIn(subselect)].map(nameOf);
      const isAnother = tables.every((one) => model.table(one) && model.key(one) !== model.key(table));
      return [...each([subselect], 'ColumnRef')].filter(({ fields }) => {
        const [name = '', label] = strings(fields).toReversed();
        if (label !== undefined) return isAnother && !own.has(label);
        return isAnother && tables.some((one) => model.column(one, name) !== undefined);
      });
    }),
  );
  return [...each(nodes, 'ColumnRef')].flatMap((one) => {
    const name = strings(one.fields).at(-1) ?? '';
    return columns.includes(name) && !others.has(one) ? [name] : [];
  });
}

/** Whether a query beside the table reads, of the same table, what is set: asked again it would give other values. */
function readsThrough({ relation, fromClause, withClause }: UpdateStmt, set: readonly string[]): boolean {
  const table = nameOf(relation).name;
  const queries = [
    ...[...each(fromClause, 'RangeSubselect')].map(({ subquery }) => subquery),
    ...[...each([withClause], 'CommonTableExpr')].map(({ ctequery }) => ctequery),
  ];
  return queries.some(
    (query) =>
      [...relationsIn(query)].some(({ relname }) => relname === table) &&
      (reads(query, set) || [...each([query], 'A_Star')].length > 0),
  );
}

const STEADY: ReadonlySet<string> = new Set(['lower', 'upper', 'btrim', 'ltrim', 'rtrim']);

/** Whether a row meets at most one of what it is joined with: a table, by all columns of a key of its own. */
function isJoinedOnce({ fromClause, whereClause }: UpdateStmt, model: SchemaModel, facts: Facts): boolean {
  const [first, ...more] = fromClause ?? [];
  const table = as(first, 'RangeVar');
  if (table === undefined || more.length > 0) return first === undefined;
  const label = table.alias?.aliasname ?? table.relname ?? '';
  const key = keyOf(facts, model, nameOf(table));
  const equal = conditionsOf(whereClause).flatMap((one) => {
    const comparison = as(one, 'A_Expr');
    if (comparison?.kind !== 'AEXPR_OP' || strings(comparison.name).join() !== '=') return [];
    const sides = [comparison.lexpr, comparison.rexpr].map((side) => strings(as(side, 'ColumnRef')?.fields));
    return sides.flatMap(([of, column]) => (of === label && column !== undefined ? [column] : []));
  });
  return key.length > 0 && key.every((column) => equal.includes(column));
}

/** Whether an expression of a value that it made itself gives the same: lower(), trim(), coalesce(), date_trunc(). */
function isSteady(value: Node | undefined): boolean {
  if (value === undefined || as(value, 'ColumnRef') || as(value, 'A_Const')) return true;
  const call = as(value, 'FuncCall');
  if (call) {
    const args = call.args ?? [];
    const { name } = nameFrom(call.funcname);
    if (name === 'date_trunc') return args.length === 2 && 'A_Const' in (args[0] ?? {}) && isSteady(args[1]);
    return STEADY.has(name) && args.length === 1 && args.every(isSteady);
  }
  const first = as(value, 'CoalesceExpr');
  if (first) return (first.args ?? []).every(isSteady);
  return false;
}

/** Whether a condition asks that one of these columns is NULL. */
function asksForNull(condition: Node | undefined, columns: readonly string[]): boolean {
  const both = as(condition, 'BoolExpr');
  if (both?.boolop === 'AND_EXPR') return (both.args ?? []).some((one) => asksForNull(one, columns));
  const test = as(condition, 'NullTest');
  return test?.nulltesttype === 'IS_NULL' && reads(test.arg, columns);
}
