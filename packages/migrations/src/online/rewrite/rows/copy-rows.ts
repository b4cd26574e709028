import type { ColumnRef, InsertStmt, JoinExpr, Node, RangeVar, SelectStmt } from 'libpg-query';

import { ownWords, quoteIdentifier } from '@agora/postgres';
import { as, each, type Name, nameOf, quoted, relationsIn, strings } from '@agora/postgres/parser';

import { isSerial, typeSql, typeText } from '../../../script/model/types.ts';
import { isRequired, keyOf, stateOf } from '../facts.ts';
import type { Hazard, Row } from '../row.ts';
import type { Rewriting } from '../step.ts';
import { inOneLine, tokensOf } from '../text.ts';
import { listTexts, readChangeText, withObstacle } from './change-text.ts';
import { isTimeOrVolatile } from './volatile.ts';

/**
 * INSERT ... SELECT of a table's rows: a backfill along the key of the table that is copied. A row is copied when one with
 * the same values stands in the other table, those left out that are others each time.
 */
export const copyRows: Row = {
  rules: ['unbatched-backfill'],
  rewrite(hazard) {
    const insert = as(hazard.node, 'InsertStmt');
    const select = as(insert?.selectStmt, 'SelectStmt');
    if (insert === undefined || select === undefined) return undefined;
    const obstacle =
      obstacleOf(insert, select) ?? withObstacle([insert.withClause, select.withClause], hazard.model);
    if (obstacle !== undefined) return { left: obstacle };
    return copied(hazard, insert, select);
  },
};

const AGGREGATES: ReadonlySet<string> = new Set(
  'count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every bit_and bit_or'.split(
    ' ',
  ),
);

function obstacleOf(insert: InsertStmt, select: SelectStmt): string | undefined {
  if (insert.onConflictClause !== undefined && insert.onConflictClause.action !== 'ONCONFLICT_NOTHING')
    return 'run again it would change rows again (ON CONFLICT DO UPDATE): write backfill.sql by hand';
  if (select.op !== undefined && select.op !== 'SETOP_NONE')
    return 'it copies what several queries give together: write an INSERT for each of them';
  const calls = [...each(select.targetList, 'FuncCall')];
  const gathers =
    select.groupClause ??
    select.distinctClause ??
    select.havingClause ??
    select.limitCount ??
    select.limitOffset;
  if (
    gathers !== undefined ||
    calls.some((call) => call.over ?? AGGREGATES.has(strings(call.funcname).at(-1) ?? ''))
  )
    return 'a row is made of several (GROUP BY, DISTINCT, LIMIT, an aggregate), which batches would tear apart: write backfill.sql by hand';
  return undefined;
}

/** A value of the new row. */
interface Value {
  readonly column: string;
  readonly text: string;
  readonly node: Node | undefined;
  /** It is the same when it is asked again. */
  readonly steady: boolean;
}

/** An INSERT ... SELECT, taken to go along one of the tables that it copies. */
interface Copy {
  readonly insert: InsertStmt;
  readonly select: SelectStmt;
  readonly values: readonly Value[];
  readonly source: RangeVar;
}

/** Whether the query leaves out, by the key of the table that it copies, rows that the other table has. */
function leavesOut(hazard: Hazard, { insert, select, source }: Copy): boolean {
  const target = hazard.model.key(nameOf(insert.relation));
  const both = as(select.whereClause, 'BoolExpr');
  const conditions = both?.boolop === 'AND_EXPR' ? (both.args ?? []) : [select.whereClause];
  return conditions.some((condition) => {
    const not = as(condition, 'BoolExpr');
    const link = not?.boolop === 'NOT_EXPR' ? as(not.args?.[0], 'SubLink') : undefined;
    const columns = [...each([link], 'ColumnRef')];
    return (
      [...relationsIn(link)].some((one) => hazard.model.key(nameOf(one)) === target) &&
      keyColumns(hazard, source).every((name) => columns.some((one) => isColumn(source, one, name)))
    );
  });
}

function copied(hazard: Hazard, insert: InsertStmt, select: SelectStmt): Rewriting {
  const { statement, model, facts } = hazard;
  const { text: whole, withText, at } = readChangeText(statement, insert, 'insert');
  const text = withoutParentheses(whole);
  const columns = [...each(insert.cols, 'ResTarget')].map(({ name = '' }) => name);
  const results = (select.targetList ?? []).flatMap((node) => as(node, 'ResTarget') ?? []);
  if (columns.length === 0 || columns.length !== results.length)
    return { left: 'it does not name the columns that it fills: name them' };
  const words = ownWords(text);
  const last = at(results.at(-1)?.location);
  const from = words.find(({ word, start }) => word === 'from' && start > last);
  const made = [...each([insert.withClause, select.withClause], 'CommonTableExpr')];
  const sources = sourcesOf(select, hazard, new Set(made.map(({ ctename }) => ctename ?? '')));
  if (from === undefined || sources.length === 0)
    return {
      left: 'no table that it copies has a unique key without NULL, by which its rows could be walked: give it a primary key',
    };
  const tokens = tokensOf(text);
  const texts = listTexts(
    text,
    results.map(({ location, name }) => ({ start: at(location), alias: name !== undefined })),
    from.start,
    tokens,
  );
  const values = columns.map((column, index): Value => {
    const node = results[index]?.val;
    return { column, text: texts[index] ?? '', node, steady: !isTimeOrVolatile(node, model) };
  });
  const found = sources
    .map((source) => ({ insert, select, values, source }))
    .map((copy) => ({ copy, marks: marksOf(hazard, copy) }))
    .find(({ marks }) => marks.length > 0);
  if (found === undefined)
    return {
      left: 'its rows have no mark of their own by which a batch is known: let it fill a column with the key of the table that it copies, and a unique key of its own',
    };
  const { source } = found.copy;
  const missing = found.marks.map((one) => missingSql(hazard, found.copy, one));
  const where =
    select.whereClause === undefined
      ? undefined
      : words.find(({ word, start }) => word === 'where' && start > from.start);
  const tail = words.find(
    ({ word, start }, index) => start > (where ?? from).start && endsQuery(word, words[index + 1]?.word),
  );
  const end = tail?.start ?? text.length;
  const condition = where === undefined ? [] : [`(${text.slice(where.end, end).trim()})`];
  const unlessThere = insert.onConflictClause === undefined ? missing : [];
  const key = keyOf(facts, model, nameOf(source));
  return {
    drafts: [
      {
        kind: 'backfill',
        sql: '',
        suffix: 'backfill',
        backfill: {
          table: quoted(nameOf(source)),
          key: key.map((one) => quoteIdentifier(one)),
          doneWhen: inOneLine(
            `${withText}SELECT NOT EXISTS (SELECT ${text.slice(from.start, (where ?? { start: end }).start).trim()} WHERE ${[...condition, ...missing].join(' AND ')})`,
          ),
          statement: [
            text.slice(0, (where ?? { start: end }).start).trim(),
            `WHERE ${[...condition, ...unlessThere, ':batch'].join(' AND ')}`,
            text.slice(end).trim(),
          ]
            .join('\n')
            .trim(),
        },
      },
    ],
  };
}

/** `INSERT INTO a (b) (SELECT ...)`: the parentheses become spaces, so that places stay the same. */
function withoutParentheses(text: string): string {
  const tokens = tokensOf(text);
  const word = (index: number): string => {
    const token = tokens[index];
    return token === undefined ? '' : text.slice(token.start, token.end).toLowerCase();
  };
  const open: number[] = [];
  for (const [index, { start, end }] of tokens.entries()) {
    if (word(index) === '(') open.push(index);
    if (word(index) !== ')') continue;
    const first = open.pop() ?? 0;
    const isQuery = word(first - 1) === ')' && ['select', 'with'].includes(word(first + 1));
    if (open.length > 0 || !isQuery || !['', 'on'].includes(word(index + 1))) continue;
    const from = tokens[first] ?? { start, end };
    return `${text.slice(0, from.start)} ${text.slice(from.end, start)} ${text.slice(end)}`;
  }
  return text;
}

function endsQuery(word: string, next: string | undefined): boolean {
  if (word === 'on') return next === 'conflict';
  return word === 'order' || word === 'for' || word === 'limit';
}

/** The tables along whose key it can go: each of its rows is met in one batch, and it stands there but once. */
function sourcesOf(select: SelectStmt, hazard: Hazard, queries: ReadonlySet<string>): readonly RangeVar[] {
  const ranges = (select.fromClause ?? []).flatMap((node) => preserved(node));
  const all = [...each(select.fromClause, 'RangeVar')].map(({ relname }) => relname);
  return ranges.filter((range) => {
    if (range.schemaname === undefined && queries.has(range.relname ?? '')) return false;
    return all.filter((name) => name === range.relname).length === 1 && keyColumns(hazard, range).length > 0;
  });
}

function keyColumns({ model, facts }: Hazard, range: RangeVar): readonly string[] {
  return keyOf(facts, model, nameOf(range));
}

/** The tables whose rows a join leaves out rather than makes up. */
function preserved(node: Node): readonly RangeVar[] {
  const range = as(node, 'RangeVar');
  if (range) return [range];
  const join: JoinExpr | undefined = as(node, 'JoinExpr');
  const sides = new Map<string | undefined, readonly (Node | undefined)[]>([
    ['JOIN_INNER', [join?.larg, join?.rarg]],
    ['JOIN_LEFT', [join?.larg]],
    ['JOIN_RIGHT', [join?.rarg]],
  ]);
  const kept = sides.get(join?.jointype) ?? [];
  return kept.flatMap((side) => (side === undefined ? [] : preserved(side)));
}

/** The values by which a row is found again: with ON CONFLICT those of each key that it asks, else all, the source's key among them. */
function marksOf(hazard: Hazard, copy: Copy): readonly (readonly Value[])[] {
  const { model, facts } = hazard;
  const { insert, values, source } = copy;
  const { relation, onConflictClause } = insert;
  const steady = values.filter((one) => one.steady);
  const target = nameOf(relation);
  const uniques = (model.table(target)?.uniques ?? []).filter(({ goneIn }) => goneIn === undefined);
  const known = [keyOf(facts, model, target), ...uniques.map(({ columns }) => columns)];
  const keys = [...new Map(known.map((key) => [key.join('\0'), key])).values()];
  const covered = (among: readonly (readonly string[])[]): readonly (readonly Value[])[] =>
    among
      .map((key) => key.map((name) => steady.find(({ column }) => column === name)))
      .map((key) => ({ key: key.filter((one) => one !== undefined), wanted: key.length }))
      .flatMap(({ key, wanted }) => (wanted > 0 && key.length === wanted ? [key] : []));
  if (onConflictClause !== undefined) {
    const asked = [...each(onConflictClause.infer?.indexElems, 'IndexElem')].flatMap(
      ({ name }) => name ?? [],
    );
    return covered(asked.length > 0 ? [asked] : keys);
  }
  const isTold = (name: string): boolean => steady.some(({ node }) => tells(source, node, name));
  const isCopied = sourceKeys(hazard, source).some((key) => key.every(isTold));
  // Rows that were there before may look the same, unless a key, a column that they have not filled or the query forbids it.
  const isApart =
    model.isNew(target) ||
    covered(keys).length > 0 ||
    steady.some((one) => isFresh(hazard, target, one.column) && isRequiredValue(hazard, source, one.node)) ||
    leavesOut(hazard, copy);
  if (isCopied && isApart) return [steady];
  // A key without a NULL stands in one row of the other table: each row that is copied has one of its own. Every value is
  // compared, so that the INSERT fails, as the original would, where another row has the key already.
  const isApartByKey = keys.some(
    (key) => key.every((name) => isRequired(facts, model, target, name)) && covered([key]).length > 0,
  );
  return isApartByKey ? [steady] : [];
}

/** Keys without a NULL of the table that is copied: each tells its rows apart. */
function sourceKeys({ model, facts }: Hazard, source: RangeVar): readonly (readonly string[])[] {
  const table = nameOf(source);
  const uniques = (model.table(table)?.uniques ?? []).filter(({ goneIn }) => goneIn === undefined);
  return [keyOf(facts, model, table), ...uniques.map(({ columns }) => columns)].filter(
    (key) => key.length > 0 && key.every((name) => isRequired(facts, model, table, name)),
  );
}

/** Whether every row that was there before has NULL in a column. */
function isFresh({ model }: Hazard, table: Name, name: string): boolean {
  const column = model.column(table, name);
  return column !== undefined && column.addedIn === model.migration && !column.hasDefault && !column.notNull;
}

/** Whether a value is a column of the table that is copied, and never NULL. */
function isRequiredValue({ model, facts }: Hazard, source: RangeVar, node: Node | undefined): boolean {
  const table = nameOf(source);
  return [...(model.table(table)?.columns.keys() ?? [])].some(
    (name) => tells(source, node, name) && isRequired(facts, model, table, name),
  );
}

function isColumn(source: RangeVar, { fields }: ColumnRef, name: string): boolean {
  const [column, owner] = strings(fields).toReversed();
  return column === name && (owner === undefined || owner === (source.alias?.aliasname ?? source.relname));
}

/** Whether two values of a column always make two of an expression: the column, a cast of it, a constant before or behind it. */
function tells(source: RangeVar, node: Node | undefined, name: string): boolean {
  if (node === undefined) return false;
  const column = as(node, 'ColumnRef');
  if (column) return isColumn(source, column, name);
  const cast = as(node, 'TypeCast');
  if (cast) return WIDE.has(typeText(cast.typeName)) && tells(source, cast.arg, name);
  const joined = as(node, 'A_Expr');
  if (strings(joined?.name).join('') !== '||') return false;
  const [left, right] = [joined?.lexpr, joined?.rexpr];
  return isConstant(left) ? tells(source, right, name) : isConstant(right) && tells(source, left, name);
}

/** Types whose values tell those of each type that is cast to them. */
const WIDE: ReadonlySet<string> = new Set(['text', 'varchar', 'bigint', 'uuid']);

function isConstant(node: Node | undefined): boolean {
  const cast = as(node, 'TypeCast');
  return cast ? isConstant(cast.arg) : as(node, 'A_Const') !== undefined;
}

/** Whether no row of the other table has these values; its columns get names that no expression can mean. */
function missingSql(hazard: Hazard, { insert, source }: Copy, mark: readonly Value[]): string {
  const { model, facts } = hazard;
  const target = nameOf(insert.relation);
  const key = keyColumns(hazard, source);
  const columns = mark.map(({ column }, n) => `${quoteIdentifier(column)} AS agora_${n + 1}`);
  const same = mark.map(({ column, text, node }, n) => {
    const type =
      model.column(target, column)?.type ?? stateOf(facts, model, target)?.columns.get(column)?.type;
    const name = `agora_made.agora_${n + 1}`;
    if (type === 'json' || type === 'xml') return `${name}::text IS NOT DISTINCT FROM (${text})::text`;
    // A modifier rounds and cuts as storing does.
    const value = type === undefined || isSerial(type) ? `(${text})` : `(${text})::${typeSql(type)}`;
    const isNull = as(node, 'A_Const')?.isnull === true;
    // By = rows can be found through an index or a hash; of a column without a NULL it says the same.
    const required =
      !isNull &&
      (isConstant(node) ||
        key.some((one) => tells(source, node, one)) ||
        isRequired(facts, model, target, column));
    return `${name} ${required ? '=' : 'IS NOT DISTINCT FROM'} ${value}`;
  });
  return `NOT EXISTS (SELECT FROM (SELECT ${columns.join(', ')} FROM ${quoted(target)}) AS agora_made WHERE ${same.join(' AND ')})`;
}
