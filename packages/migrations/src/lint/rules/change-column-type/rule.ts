import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import {
  as,
  each,
  type Name,
  nameFrom,
  type ParsedStatement,
  plain,
  quoted,
  type Span,
  strings,
} from '@agora/postgres/parser';

import { madeName } from '../../../script/made-name.ts';
import { alterationsOf } from '../../../script/alterations.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { releaseOrder } from '../../../script/release-order.ts';
import { type TypeChange, typeChange, typeSql, typeText } from '../../../script/model/types.ts';
import type { Report, Rule, StatementScope } from '../../rule.ts';
import type { Node } from 'libpg-query';

export const changeColumnType: Rule = {
  name: 'change-column-type',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'rewrites the table',
  summary: 'A change of a column’s type that rewrites the table',
  why: 'Every row and every index of the table is written anew while nobody reads or writes it, and twice the disk space is needed. A value that does not fit the new type makes it fail. Running code still sends and expects the old type.',
  *statement(statement, { model, statements }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_AlterColumnType' || model.isNew(table)) continue;
      const name = command.name ?? '';
      const column = model.column(table, name);
      const definition = as(command.def, 'ColumnDef');
      const to = typeText(definition?.typeName);
      const computed = definition?.raw_default !== undefined && !isColumn(definition.raw_default, name);
      const collates = definition?.collClause !== undefined && hasIndex(model, table);
      const cost = (utc: boolean): TypeChange => {
        const domain = model.domainOf(to);
        const target = domain?.constrained ? to : (domain?.base ?? to);
        const source = model.domainOf(column?.type ?? '')?.base ?? column?.type ?? '';
        const found = typeChange(source, target, { utc });
        if (found === 'indexes') return isIndexed(model, table, name) ? found : 'catalog';
        return found === 'catalog' && (collates || isRead(model, table, name)) ? 'indexes' : found;
      };
      const utc = isUtc(statement, statements);
      if (column && !computed && cost(utc) === 'catalog') {
        if (isChecked(model, table, name))
          yield checkedAgain(alteration, statement.text, `${plain(table)}.${name}`);
        continue;
      }
      const byZone = column !== undefined && !computed && cost(true) === 'catalog';
      const spare = quoteIdentifier(madeName(name, '', 'new'));
      const enums = enumChange(statement, { model, statements }, [column?.type, to]);
      const change = `Changing ${plain(table)}.${name}${column ? ` from ${column.type}` : ''} to ${to} rewrites the table`;
      if (column && !computed && cost(utc) === 'indexes') {
        yield {
          span: alteration,
          severity: 'warning',
          hold: { lock: 'ACCESS EXCLUSIVE', work: 'builds an index' },
          message: `${change.replace(/ rewrites the table$/, '')} touches no row, but builds the indexes of the column anew while nobody can use the table.`,
          why: 'The values stay as they are, but are sorted otherwise: every index of the column is built anew while nobody reads or writes the table. Running code still sends and expects the old type.',
          fix: `-- drop them before, and build them again CONCURRENTLY in the next migration:\n${statement.text};`,
        };
        continue;
      }
      if (byZone) {
        yield {
          span: alteration,
          severity: 'warning',
          message: `${change}, unless the session's time zone is UTC.`,
          fix: `-- Prisma writes UTC, so that this also keeps what the values mean:\nSET LOCAL timezone = 'UTC';\n${statement.text};`,
        };
        continue;
      }
      yield {
        span: alteration,
        message: `${change} while nobody can use it.`,
        why: `${changeColumnType.why} ${
          column === undefined
            ? '(The history does not tell the old type: if only a varchar or numeric grows, no row is touched.)'
            : orderOf(column.type, to, model)
        }`.trimEnd(),
        fix: enums
          ? enumFix(enums, table, name)
          : `-- 1. ALTER TABLE ${quoted(table)} ADD COLUMN ${spare} ${typeSql(to)};\n--    keep it equal by a trigger; fill it in batches\n-- 2. swap in one short transaction:\nALTER TABLE ${quoted(table)} RENAME COLUMN ${quoteIdentifier(name)} TO ${quoteIdentifier(madeName(name, '', 'old'))};\nALTER TABLE ${quoted(table)} RENAME COLUMN ${spare} TO ${quoteIdentifier(name)};\n-- 3. drop the old column in a later migration`,
      };
    }
  },
};

/** In which order the application is released, where that is known; an enum made anew may keep its name. */
function orderOf(from: string, to: string, model: SchemaModel): string {
  const [before, after] = [from, to].map((type) => (model.enumOf(type) === undefined ? type : 'enum'));
  if (before === undefined || after === undefined || (before === 'enum' && after === 'enum')) return '';
  return releaseOrder(before, after, 'the change') ?? '';
}

/** An enum that takes another's place in a column. */
interface EnumChange {
  /** What the type was called before the script. */
  readonly type: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

function enumChange(
  { start }: ParsedStatement,
  { model, statements }: Pick<StatementScope, 'model' | 'statements'>,
  [from, to]: readonly [string | undefined, string],
): EnumChange | undefined {
  const [old, next] = [model.enumOf(from), model.enumOf(to)].map((one) => [...(one?.values.keys() ?? [])]);
  if (from === undefined || !old?.length || !next?.length) return undefined;
  const renamed = statements
    .filter((one) => one.start < start)
    .flatMap(({ node }) => as(node, 'RenameStmt') ?? [])
    .find(({ renameType, newname }) => renameType === 'OBJECT_TYPE' && newname === from.split('.').at(-1));
  const before = renamed === undefined ? undefined : plain(nameFrom(as(renamed.object, 'List')?.items));
  return {
    type: typeSql((before ?? from).replace(/(?:\[\])+$/, '')),
    removed: old.filter((one) => !next.includes(one)),
    added: next.filter((one) => !old.includes(one)),
  };
}

function enumFix({ type, removed, added }: EnumChange, table: Name, column: string): string {
  const adds = added.map((one) => `\nALTER TYPE ${type} ADD VALUE ${quoteLiteral(one)};`).join('');
  if (removed.length === 0)
    return added.length === 0
      ? '-- the values are the same: leave the type, and sort in the query'
      : `-- no value goes, so that the type can stay; in a migration before the one that uses them (BEFORE or AFTER another value, where order matters):${adds}`;
  const check = `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoteIdentifier(madeName(table.name, column, 'check'))} CHECK (${quoteIdentifier(column)} NOT IN (${removed.map((one) => quoteLiteral(one)).join(', ')})) NOT VALID;`;
  return `-- leave ${removed.length === 1 ? 'the value' : 'the values'} in the type and take ${removed.length === 1 ? 'it' : 'them'} out of the code, and at most:\n${check}${adds === '' ? '' : `\n-- what is new can be added to it:${adds}`}`;
}

function hasIndex(model: SchemaModel, table: Name): boolean {
  const key = model.key(table);
  return (
    (model.table(table)?.uniques ?? []).length > 0 ||
    [...model.indexes.values()].some((index) => index.table === key)
  );
}

function isIndexed(model: SchemaModel, table: Name, column: string): boolean {
  const key = model.key(table);
  const { uniques = [], constraints = [] } = model.table(table) ?? {};
  const has = ({ columns }: { readonly columns: readonly string[] }): boolean => columns.includes(column);
  return (
    uniques.some((one) => one.goneIn === undefined && has(one)) ||
    constraints.some(({ kind }) => kind === 'exclude') ||
    [...model.indexes.values()].some((one) => one.table === key && has(one))
  );
}

/** Whether an index with a condition or an expression reads a column: PostgreSQL keeps none of those. */
function isRead(model: SchemaModel, table: Name, column: string): boolean {
  const key = model.key(table);
  return [...model.indexes.values()].some((one) => one.table === key && one.reads?.includes(column));
}

function isChecked(model: SchemaModel, table: Name, column: string): boolean {
  return (model.table(table)?.constraints ?? []).some((one) => one.validated && one.reads?.includes(column));
}

/** The CHECKs of the column are made anew, and so validated again. */
function checkedAgain(span: Span, text: string, column: string): Report {
  return {
    span,
    severity: 'warning',
    hold: { lock: 'ACCESS EXCLUSIVE', work: 'reads every row' },
    message: `The type of ${column} changes in the catalog alone, but each CHECK of it is held against every row again while nobody can use the table.`,
    why: 'PostgreSQL makes every CHECK that reads the column anew after a change of its type, and validates it under the same lock.',
    fix: `-- drop the CHECK before; after it ADD CONSTRAINT ... NOT VALID, and VALIDATE in the next migration:\n${text};`,
  };
}

/** Whether the script has set the time zone to UTC before a statement. */
function isUtc(statement: ParsedStatement, statements: readonly ParsedStatement[]): boolean {
  const zones = statements
    .filter(({ start }) => start < statement.start)
    .flatMap(({ node }) => as(node, 'VariableSetStmt') ?? [])
    .filter(({ name, kind }) => name?.toLowerCase() === 'timezone' && kind === 'VAR_SET_VALUE');
  const [value] = [...each(zones.at(-1)?.args, 'A_Const')];
  return /^(?:etc\/)?(?:utc|gmt)$/i.test(value?.sval?.sval ?? '');
}

/** Whether USING is just the column, or the column cast to the new type. */
function isColumn(expression: Node, name: string): boolean {
  const inner = as(expression, 'TypeCast')?.arg ?? expression;
  return strings(as(inner, 'ColumnRef')?.fields).at(-1) === name;
}
