import { ownWords, scan, splitStatements } from '@agora/postgres';
import {
  as,
  each,
  type Name,
  nameOf,
  type ParsedStatement,
  parseStatements,
  strings,
  walk,
} from '@agora/postgres/parser';
import type { AlterTableStmt, Node, RangeVar, SelectStmt, UpdateStmt } from 'libpg-query';

import { after, before, ENDS, partsOf, updateParts } from '../../../script/clauses.ts';
import { valueOf } from '../../../losses/read/assignments.ts';
import { callsIn } from './row-changes.ts';
import { elseQuestions, type ValueSource, valueQuestions } from './value-questions.ts';

/** A value that a statement makes of columns and puts elsewhere, or in their place. */
export interface MadeValue {
  /** What it is put into; the table alone where the statement does not name the column. */
  readonly target: { readonly table: Name; readonly column: string | undefined };
  /** The functions that make it. */
  readonly calls: readonly Name[];
  /** The columns that it reads, each of one of these tables. */
  readonly reads: readonly string[];
  readonly from: readonly Name[];
  /** Queries, to be asked just before the statement: a false answer says that no row shows what it does. */
  readonly questions: readonly string[];
  /** The same of each ELSE: a false answer says that no row takes it. */
  readonly elses: readonly string[];
}

const SETS = ['union', 'except', 'intersect'];

/** Makes a value of an expression, where there is something to ask of it. */
type Make = (
  target: MadeValue['target'],
  value: Node | undefined,
  source: Omit<ValueSource, 'value'>,
  relations: readonly RangeVar[],
) => readonly MadeValue[];

/** The values that INSERT ... SELECT, CREATE TABLE AS, UPDATE and ALTER COLUMN ... TYPE ... USING make of columns. */
export function madeValues(
  { node, text }: Pick<ParsedStatement, 'node' | 'text'>,
  how: 'forward' | 'back',
): readonly MadeValue[] {
  const make: Make = (target, value, source, relations) => {
    const questions = value === undefined ? [] : valueQuestions({ ...source, value }, how);
    if (questions.length === 0) return [];
    const reads = [...each(value, 'ColumnRef')].flatMap(({ fields }) => strings(fields).at(-1) ?? []);
    return [
      {
        target,
        calls: callsIn([...walk([value])]),
        reads: [...new Set(reads)],
        from: relations.map((one) => nameOf(one)),
        questions,
        elses: how === 'back' || value === undefined ? [] : elseQuestions({ ...source, value }),
      },
    ];
  };
  const update = as(node, 'UpdateStmt');
  if (update) return ofUpdate(update, text, make);
  const alter = as(node, 'AlterTableStmt');
  if (alter) return ofAlter(alter, text, make);
  const insert = as(node, 'InsertStmt');
  const create = as(node, 'CreateTableAsStmt');
  const query = as(insert?.selectStmt ?? create?.query, 'SelectStmt');
  const into = insert?.relation ?? create?.into?.rel;
  if (query === undefined || into === undefined) return [];
  const names = [...each(insert?.cols, 'ResTarget')].map(({ name }) => name);
  return ofQuery(query, text, { table: nameOf(into), names }, make);
}

function ofUpdate(
  { relation, targetList = [], fromClause }: UpdateStmt,
  text: string,
  make: Make,
): readonly MadeValue[] {
  const { table: own, values, from, where } = updateParts(text);
  if (values.length !== targetList.length || relation === undefined) return [];
  const source = { from: [own, ...(from === undefined ? [] : [from])].join(', '), where };
  const table = nameOf(relation);
  return targetList.flatMap((item, at) => {
    const target = as(item, 'ResTarget');
    const value = values[at] ?? '';
    return [
      ...make({ table, column: target?.name }, target && valueOf(target), { ...source, text: value }, [
        relation,
        ...relationsOf(fromClause),
      ]),
      ...ofInner(value, { table, names: [target?.name] }, make),
    ];
  });
}

function ofAlter({ relation, cmds = [] }: AlterTableStmt, text: string, make: Make): readonly MadeValue[] {
  const parts = partsOf(text);
  if (relation === undefined || parts.length !== cmds.length) return [];
  const from = before(after(text, 'table') ?? '', ['alter', 'add', 'drop']).replace(/^\s*if\s+exists\b/i, '');
  return cmds.flatMap((item, at) => {
    const command = as(item, 'AlterTableCmd');
    const using = after(parts[at] ?? '', 'using');
    if (command?.subtype !== 'AT_AlterColumnType' || using === undefined) return [];
    const value = as(command.def, 'ColumnDef')?.raw_default;
    const source = { text: using, from, where: undefined };
    return make({ table: nameOf(relation), column: command.name }, value, source, [relation]);
  });
}

/** What values are put into; without names, those that the query gives. */
interface Into {
  readonly table: Name;
  readonly names: readonly (string | undefined)[];
}

function ofQuery(query: SelectStmt, text: string, { table, names }: Into, make: Make): readonly MadeValue[] {
  const branches = branchesOf(query);
  const texts = branchTexts(text);
  const inner = ofInner(before(text, ['where']), { table, names: [] }, make);
  // What stands below WITH is found nowhere else.
  if (branches.length !== texts.length || query.withClause || /^\s*with\b/i.test(text)) return inner;
  const own = branches.flatMap((branch, place) => {
    const rest = texts[place] ?? '';
    const from = after(rest, 'from');
    const targets = branch.targetList ?? [];
    const parts = partsOf(before(rest, ['from']).replace(/^\s*(?:distinct|all)\b/i, ''));
    if (from === undefined || parts.length !== targets.length) return [];
    const source = { from: before(from.replace(CONFLICT, ''), ENDS), where: whereOf(rest) };
    return targets.flatMap((item, at) => {
      const target = as(item, 'ResTarget');
      const column = names.length > 0 ? names[at] : target?.name;
      const alias = target?.name === undefined ? /$/ : ALIAS;
      const value = (parts[at] ?? '').replace(alias, '');
      return make({ table, column }, target?.val, { ...source, text: value }, relationsOf(branch.fromClause));
    });
  });
  return [...own, ...inner];
}

/** The values of the queries within a text: below WITH, in FROM, in the place of a value. Their rows may depend on others. */
function ofInner(text: string, { table, names }: Into, make: Make): readonly MadeValue[] {
  return innerQueries(text).flatMap((inner) => {
    const query = as(parsed(inner), 'SelectStmt');
    const loose: Make = (_, value, source, relations) =>
      make({ table, column: names[0] }, value, { ...source, where: undefined }, relations);
    return query === undefined ? [] : ofQuery(query, inner, { table, names: [] }, loose);
  });
}

const ALIAS = /\s(?:as\s+)?(?:"(?:[^"]|"")+"|\w+)\s*$/i;
const CONFLICT = /\bon\s+conflict\b.*$/is;

const relationsOf = (clause: readonly Node[] | undefined): readonly RangeVar[] => [
  ...each(clause, 'RangeVar'),
];

const branchesOf = (query: SelectStmt): readonly SelectStmt[] =>
  query.larg && query.rarg ? [...branchesOf(query.larg), ...branchesOf(query.rarg)] : [query];

/** What follows each SELECT of a statement that stands outside of parentheses, up to the next branch. */
function branchTexts(text: string): readonly string[] {
  const words = ownWords(text);
  return words
    .filter(({ word }) => word === 'select')
    .map(({ end }) => {
      const next = words.find(({ word, start }) => SETS.includes(word) && start > end);
      return text.slice(end, next?.start).replace(/;\s*$/, '');
    });
}

function whereOf(text: string): string | undefined {
  const where = after(text, 'where')?.replace(CONFLICT, '');
  return where === undefined ? undefined : before(where, ENDS).replace(/;\s*$/, '');
}

/** The outermost parentheses of a text that hold a query. */
function innerQueries(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { kind, start, end } of scan(text)) {
    const piece = kind === 'symbol' ? text.slice(start, end) : '';
    if (piece === '(' && depth++ === 0) from = end;
    if (piece !== ')' || --depth > 0) continue;
    const inside = text.slice(from, start);
    if (/^\s*(?:select|with)\b/i.test(inside)) found.push(inside);
    else found.push(...innerQueries(inside));
  }
  return found;
}

function parsed(text: string): Node | undefined {
  return parseStatements(splitStatements(text)).statements[0]?.node;
}
