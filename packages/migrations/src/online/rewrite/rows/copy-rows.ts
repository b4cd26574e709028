import type { InsertStmt, JoinExpr, Node, RangeVar, SelectStmt } from 'libpg-query';

import { ownWords, quoteIdentifier } from '@agora/postgres';
import { as, each, type Name, nameOf, quoted, strings } from '@agora/postgres/parser';

import { isSerial } from '../../../script/model/types.ts';
import { keyOf, stateOf } from '../facts.ts';
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
  /** It is never NULL. */
  readonly required: boolean;
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
  const source = sourceOf(select, hazard, new Set(made.map(({ ctename }) => ctename ?? '')));
  if (from === undefined || source === undefined)
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
    return {
      column,
      text: texts[index] ?? '',
      node,
      steady: !isTimeOrVolatile(node, model),
      required:
        (as(node, 'A_Const')?.isnull === undefined && as(node, 'A_Const') !== undefined) ||
        isKeyOf(hazard, source, node),
    };
  });
  const marks = marksOf(hazard, insert, { values, source });
  if (marks.length === 0)
    return {
      left: 'its rows have no mark of their own by which a batch is known: let it fill a column with the key of the table that it copies, and a unique key of its own',
    };
  const where =
    select.whereClause === undefined
      ? undefined
      : words.find(({ word, start }) => word === 'where' && start > from.start);
  const tail = words.find(
    ({ word, start }, index) => start > (where ?? from).start && endsQuery(word, words[index + 1]?.word),
  );
  const end = tail?.start ?? text.length;
  const condition = where === undefined ? [] : [`(${text.slice(where.end, end).trim()})`];
  const target = nameOf(insert.relation);
  const missing = marks.map((one) => missingSql(hazard, target, one)).join(' AND ');
  const ask = insert.onConflictClause === undefined ? [missing] : [];
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
            `${withText}SELECT NOT EXISTS (SELECT ${text.slice(from.start, (where ?? { start: end }).start).trim()} WHERE ${[...condition, missing].join(' AND ')})`,
          ),
          statement: [
            text.slice(0, (where ?? { start: end }).start).trim(),
            `WHERE ${[...condition, ...ask, ':batch'].join(' AND ')}`,
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

/** The table along whose key it goes: one that gives each of its rows at most once a batch, and stands there but once. */
function sourceOf(
  select: SelectStmt,
  { model, facts }: Hazard,
  queries: ReadonlySet<string>,
): RangeVar | undefined {
  const ranges = (select.fromClause ?? []).flatMap((node) => preserved(node));
  const all = [...each(select.fromClause, 'RangeVar')].map(({ relname }) => relname);
  return ranges.find((range) => {
    const table = nameOf(range);
    const once = all.filter((name) => name === range.relname).length === 1;
    if (table.schema === undefined && queries.has(table.name)) return false;
    return once && stateOf(facts, model, table) !== undefined && keyOf(facts, model, table).length > 0;
  });
}

/** The tables whose rows a join leaves out rather than makes up. */
function preserved(node: Node): readonly RangeVar[] {
  const range = as(node, 'RangeVar');
  if (range) return [range];
  const join: JoinExpr | undefined = as(node, 'JoinExpr');
  const sides = { JOIN_INNER: [join?.larg, join?.rarg], JOIN_LEFT: [join?.larg], JOIN_RIGHT: [join?.rarg] };
  const kept = sides[(join?.jointype ?? '') as keyof typeof sides] ?? [];
  return kept.flatMap((side) => (side === undefined ? [] : preserved(side)));
}

/** The values by which a row is found again: with ON CONFLICT those of each key that it asks, else all, the source's key among them. */
function marksOf(
  { model, facts }: Hazard,
  { relation, onConflictClause }: InsertStmt,
  { values, source }: { readonly values: readonly Value[]; readonly source: RangeVar },
): readonly (readonly Value[])[] {
  const steady = values.filter((one) => one.steady);
  const target = nameOf(relation);
  const uniques = (model.table(target)?.uniques ?? []).filter(({ goneIn }) => goneIn === undefined);
  const known = [keyOf(facts, model, target), ...uniques.map(({ columns }) => columns)];
  const keys = [...new Map(known.map((key) => [key.join('\0'), key])).values()];
  const covered = (among: readonly (readonly string[])[]): readonly (readonly Value[])[] =>
    among
      .map((key) => key.flatMap((name) => steady.find(({ column }) => column === name) ?? 'lacking'))
      .flatMap((key) =>
        key.length === 0 || key.includes('lacking') ? [] : [key.filter((one) => one !== 'lacking')],
      );
  if (onConflictClause !== undefined) {
    const asked = [...each(onConflictClause.infer?.indexElems, 'IndexElem')].flatMap(
      ({ name }) => name ?? [],
    );
    return covered(asked.length > 0 ? [asked] : keys);
  }
  // Rows that were there before may look the same, unless a key forbids it.
  if (!model.isNew(target) && covered(keys).length === 0) return [];
  const key = keyOf(facts, model, nameOf(source));
  const isThere = (name: string): boolean => steady.some(({ node }) => isColumnOf(source, node, name));
  return key.every(isThere) ? [steady] : [];
}

function isColumnOf(source: RangeVar, node: Node | undefined, name: string): boolean {
  const fields = strings(as(node, 'ColumnRef')?.fields);
  const owner = fields.at(-2);
  return (
    fields.at(-1) === name && (owner === undefined || owner === (source.alias?.aliasname ?? source.relname))
  );
}

function isKeyOf({ model, facts }: Hazard, source: RangeVar, node: Node | undefined): boolean {
  return keyOf(facts, model, nameOf(source)).some((name) => isColumnOf(source, node, name));
}

/** Whether no row of the other table has these values; its columns get names that no expression can mean. */
function missingSql({ model, facts }: Hazard, target: Name, mark: readonly Value[]): string {
  const columns = mark.map(({ column }, n) => `${quoteIdentifier(column)} AS agora_${n + 1}`);
  const same = mark.map(({ column, text, required }, n) => {
    const type =
      model.column(target, column)?.type ?? stateOf(facts, model, target)?.columns.get(column)?.type;
    const name = `agora_made.agora_${n + 1}`;
    if (type === 'json' || type === 'xml') return `${name}::text IS NOT DISTINCT FROM (${text})::text`;
    const value = type === undefined || isSerial(type) ? `(${text})` : `(${text})::${typeName(type)}`;
    // By = rows can be found through an index or a hash.
    return `${name} ${required ? '=' : 'IS NOT DISTINCT FROM'} ${value}`;
  });
  return `NOT EXISTS (SELECT FROM (SELECT ${columns.join(', ')} FROM ${quoted(target)}) AS agora_made WHERE ${same.join(' AND ')})`;
}

/** The model writes names bare; a modifier rounds and cuts as storing does. */
function typeName(type: string): string {
  return /^[a-z0-9_ ]+(\([0-9,]+\))?( with(out)? time zone)?(\[\])*$/.test(type)
    ? type
    : type.replace(
        /^(?:([^".]+)\.)?([^".([]+)/,
        (_, schema: string | undefined, name: string) =>
          `${schema === undefined ? '' : `${quoteIdentifier(schema)}.`}${quoteIdentifier(name)}`,
      );
}
