import { ownWords, quoteIdentifier, quoteLiteral } from '@agora/postgres';
import {
  as,
  each,
  type Name,
  nameOf,
  type NodeOf,
  type ParsedStatement,
  quoted,
  strings,
} from '@agora/postgres/parser';

import { type Alteration, alterationsOf } from '../../script/alterations.ts';
import type { Origin, SchemaModel } from '../../script/model/schema-model.ts';
import { isSerial, typeText } from '../../script/model/types.ts';
import type { EarlierStatements } from './earlier-statements.ts';
import { castsTo, isCastOf } from '../../script/is-cast.ts';

/** A question whose answer is how many rows make a statement fail. Names are those from before the first statement. */
export interface Test {
  readonly table: Origin;
  /** Counts as `rows`. */
  readonly sql: string;
  /** What so many rows do: words that follow their number. */
  readonly what: string;
  /** Whether nothing before the statement changes the rows of the table. */
  readonly isCertain: boolean;
  /** A column that is added: one that was parked has its values already. */
  readonly adds?: string;
}

/** What to ask before a statement runs: whether the rows that are there obey what it demands of them. */
export function testsOf(
  statement: ParsedStatement,
  model: SchemaModel,
  earlier: EarlierStatements,
): readonly Test[] {
  const index = as(statement.node, 'IndexStmt');
  const scope = { model, earlier };
  return [
    ...(index?.unique ? ofIndex(index, statement, scope) : []),
    ...alterationsOf(statement).flatMap((alteration) => ofAlteration(alteration, scope)),
  ].map((test) => (statement.nested ? { ...test, isCertain: false } : test));
}

interface Scope {
  readonly model: SchemaModel;
  readonly earlier: EarlierStatements;
}

const rowsWhere = (table: string, condition: string): string =>
  `SELECT pg_catalog.count(*) AS rows FROM ${table} WHERE ${condition}`;

/** A table from before the first statement, with columns of it, as SQL has them. */
interface Known {
  readonly table: Origin;
  readonly name: string;
  readonly columns: readonly string[];
  readonly isCertain: boolean;
}

/** Undefined where the table, or one of the columns, is made by the statements before. */
function known(table: Name, columns: readonly string[], { model, earlier }: Scope): Known | undefined {
  const origin = model.originOf(table);
  if (!origin) return undefined;
  const origins = columns.flatMap((column) => model.columnOriginOf(table, column) ?? []);
  if (origins.length < columns.length) return undefined;
  return {
    table: origin,
    name: quoted(origin),
    columns: origins.map((column) => quoteIdentifier(column)),
    isCertain: !earlier.unread && !earlier.hasWritten(origin),
  };
}

/** The test of a table that is known: how many of its rows do something. */
function rowsOf(
  found: Known | undefined,
  make: (found: Known) => Pick<Test, 'sql' | 'what'>,
): readonly Test[] {
  return found ? [{ table: found.table, isCertain: found.isCertain, ...make(found) }] : [];
}

function ofIndex(index: NodeOf<'IndexStmt'>, statement: ParsedStatement, scope: Scope): readonly Test[] {
  const elements = [...each(index.indexParams, 'IndexElem')];
  const columns = elements.flatMap(({ name }) => name ?? []);
  if (columns.length < elements.length) return [];
  const where = index.whereClause === undefined ? undefined : clauseOf(statement.text, 'where');
  return repeats(nameOf(index.relation), columns, scope, {
    nullsDistinct: index.nulls_not_distinct !== true,
    where,
  });
}

/** Rows that repeat a key, the first of each left out. */
function repeats(
  table: Name,
  columns: readonly string[],
  scope: Scope,
  { nullsDistinct, where }: { readonly nullsDistinct: boolean; readonly where?: string | undefined },
): readonly Test[] {
  // The condition of a partial index is asked as it is written.
  if (where !== undefined && isRenamed(table, scope)) return [];
  return rowsOf(known(table, columns, scope), ({ name, columns: keys }) => {
    const conditions = [
      ...(nullsDistinct ? keys.map((key) => `${key} IS NOT NULL`) : []),
      ...(where === undefined ? [] : [`(${where})`]),
    ];
    const condition = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    const groups = `SELECT pg_catalog.count(*) AS n FROM ${name}${condition} GROUP BY ${keys.join(', ')} HAVING pg_catalog.count(*) > 1`;
    return {
      sql: `SELECT coalesce(pg_catalog.sum(n - 1), 0)::bigint AS rows FROM (${groups}) repeated`,
      what: `of ${table.name} repeat a value of (${columns.join(', ')}), which becomes unique again`,
    };
  });
}

function isRenamed(table: Name, { model }: Scope): boolean {
  return (model.table(table)?.renamed?.size ?? 0) > 0;
}

function nulls(table: Name, column: string, scope: Scope): readonly Test[] {
  return rowsOf(known(table, [column], scope), ({ name, columns }) => ({
    sql: rowsWhere(name, `${columns.join()} IS NULL`),
    what: `of ${table.name} have no ${column}, which becomes NOT NULL again`,
  }));
}

function ofAlteration({ command, table, text }: Alteration, scope: Scope): readonly Test[] {
  const { subtype, name = '', def } = command;
  if (subtype === 'AT_SetNotNull') return nulls(table, name, scope);
  if (subtype === 'AT_AlterColumnType') return ofType(table, name, as(def, 'ColumnDef'), scope);
  if (subtype === 'AT_AddColumn') return ofRequired(table, as(def, 'ColumnDef'), scope);
  const constraint = subtype === 'AT_AddConstraint' ? as(def, 'Constraint') : undefined;
  if (!constraint || constraint.skip_validation || constraint.indexname !== undefined) return [];
  const columns = strings(constraint.keys);
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return [
        ...columns.flatMap((column) => nulls(table, column, scope)),
        ...repeats(table, columns, scope, { nullsDistinct: true }),
      ];
    case 'CONSTR_UNIQUE':
      return repeats(table, columns, scope, { nullsDistinct: constraint.nulls_not_distinct !== true });
    case 'CONSTR_NOTNULL':
      return columns.flatMap((column) => nulls(table, column, scope));
    case 'CONSTR_FOREIGN':
      return orphans(table, constraint, scope);
    case 'CONSTR_CHECK':
      return ofCheck(table, text, scope);
    default:
      return [];
  }
}

const FILLED: ReadonlySet<string> = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);

/** A required column without a value for the rows that are there. */
function ofRequired(table: Name, column: NodeOf<'ColumnDef'> | undefined, scope: Scope): readonly Test[] {
  const kinds = [...each(column?.constraints, 'Constraint')].map(({ contype }) => contype ?? '');
  const isRequired = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY');
  const isFilled = kinds.some((kind) => FILLED.has(kind));
  if (!column || !isRequired || isFilled || isSerial(typeText(column.typeName))) return [];
  return rowsOf(known(table, [], scope), ({ name }) => ({
    sql: `SELECT pg_catalog.count(*) AS rows FROM ${name}`,
    what: `of ${table.name} have no value for ${column.colname}, which comes back required and without a default`,
  })).map((test) => ({ ...test, adds: column.colname ?? '' }));
}

function orphans(table: Name, key: NodeOf<'Constraint'>, scope: Scope): readonly Test[] {
  const columns = strings(key.fk_attrs);
  const parent = known(nameOf(key.pktable), strings(key.pk_attrs), scope);
  const child = known(table, columns, scope);
  if (!parent || parent.columns.length === 0 || !child) return [];
  const present = child.columns.map((one) => `child.${one} IS NOT NULL`).join(' AND ');
  const same = child.columns
    .map((one, at) => `parent.${parent.columns[at] ?? ''} = child.${one}`)
    .join(' AND ');
  return rowsOf({ ...child, isCertain: child.isCertain && parent.isCertain }, ({ name }) => ({
    sql: `SELECT pg_catalog.count(*) AS rows FROM ${name} child WHERE ${present} AND NOT EXISTS (SELECT FROM ${parent.name} parent WHERE ${same})`,
    what: `of ${table.name} refer to no row of ${nameOf(key.pktable).name}, which (${columns.join(', ')}) must again`,
  }));
}

/** A CHECK whose condition can be asked as it is written: no column of it has another name. */
function ofCheck(table: Name, text: string, scope: Scope): readonly Test[] {
  const condition = insideParentheses(text, 'check');
  if (condition === undefined || isRenamed(table, scope)) return [];
  return rowsOf(known(table, [], scope), ({ name }) => ({
    sql: rowsWhere(name, `NOT (${condition})`),
    what: `of ${table.name} break the CHECK (${condition}), which comes back`,
  }));
}

/** What a number, a text or a label must be to fit a type: an SQL condition on `value`. */
function fits(type: string, model: SchemaModel): string | undefined {
  const labels = model.enumOf(type);
  if (labels && model.isUnseen(labels.createdIn)) {
    const list = [...labels.values.keys()].map((label) => quoteLiteral(label)).join(', ');
    return list === '' ? 'false' : `(value)::text IN (${list})`;
  }
  const [, base = type, first, second] = /^(.*?)(?:\((\d+)(?:,(\d+))?\))?$/.exec(type) ?? [];
  const range = RANGES[base];
  if (range) return `(value)::numeric BETWEEN ${range[0]} AND ${range[1]}`;
  if (first === undefined) return undefined;
  if (base === 'varchar' || base === 'char')
    return `pg_catalog.length(pg_catalog.rtrim((value)::text)) <= ${first}`;
  return base === 'numeric'
    ? `pg_catalog.abs(pg_catalog.round((value)::numeric, ${second ?? 0})) < 10::numeric ^ ${Number(first) - Number(second ?? 0)}`
    : undefined;
}

const RANGES: Readonly<Partial<Record<string, readonly [string, string]>>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

/** Values that do not fit a narrower type, or are labels that an enum no longer has. */
function ofType(
  table: Name,
  column: string,
  definition: NodeOf<'ColumnDef'> | undefined,
  scope: Scope,
): readonly Test[] {
  const type = typeText(definition?.typeName);
  const condition = fits(type, scope.model);
  const using = definition?.raw_default;
  const isCast = using === undefined || isCastOf(using, column);
  // A cast that is written out cuts a text that is too long, where the change alone would refuse it.
  const cuts = castsTo(using, type) && /^(?:var)?char\(/.test(type);
  if (condition === undefined || !isCast || cuts) return [];
  return rowsOf(known(table, [column], scope), ({ name, columns: [value = ''] }) => ({
    sql: rowsWhere(name, `${value} IS NOT NULL AND NOT (${condition.replaceAll('(value)', `(${value})`)})`),
    what: `of ${table.name} have a ${column} that does not fit ${type}`,
  }));
}

/** What follows a word of a statement's own, to its end. */
function clauseOf(text: string, word: string): string | undefined {
  const found = ownWords(text).find((one) => one.word === word);
  return found && text.slice(found.end).trim();
}

/** What stands between the parentheses that follow a word. */
function insideParentheses(text: string, word: string): string | undefined {
  const words = ownWords(text);
  const at = words.findIndex((one) => one.word === word);
  const rest = at === -1 ? '' : text.slice(words[at]?.end, words[at + 1]?.start).trim();
  return rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1).trim() : undefined;
}
