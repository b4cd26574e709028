import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { as, each, type NodeOf } from '@agora/postgres/parser';

import type { Alteration } from '../../../script/alterations.ts';
import { castsTo } from '../../../script/is-cast.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { typeText } from '../../../script/model/types.ts';
import { type Place, rowsWhere, testOf } from './keys.ts';
import type { RowTest } from './row-test.ts';

/** Values that do not fit another type, and unique indexes in which they become alike. */
export function ofType(
  alteration: Alteration,
  { value, before }: { readonly value: string | undefined; readonly before: string | undefined },
  place: Place,
): readonly RowTest[] {
  const { table, ahead, model, earlier } = place;
  const { name = '', def } = alteration.command;
  const definition = as(def, 'ColumnDef');
  const type = typeText(definition?.typeName);
  const known = ahead.known(table, [], { model, earlier });
  if (!known || value === undefined || before === undefined) return [];
  const what = `of ${table.name} hold in ${name} what does not fit ${type}`;
  // A cast that is written out cuts a text that is too long, where the change alone would refuse it.
  const condition = castsTo(definition?.raw_default, type) ? undefined : fits(type, model);
  const conditions = [
    ...(fitsLabels(type, model) ?? (condition === undefined ? [] : [condition])),
    ...ahead.conditionsOf(type, model).map((one) => `(${one}) IS NOT FALSE`),
  ];
  const common = { table: known.table, isCertain: known.isCertain, what };
  const rows = `(SELECT ${before} AS value FROM ${known.from}) AS asked`;
  const [indexed, made] = [model.columnOriginOf(table, name), { sql: value, what }];
  return [
    {
      ...common,
      made,
      ...(conditions.length === 0
        ? {}
        : {
            question: { kind: 'count', sql: rowsWhere(rows, `NOT (${conditions.join(' AND ')})`) } as const,
          }),
    },
    ...(indexed === undefined
      ? []
      : [
          {
            ...common,
            what: `of ${table.name} hold in ${name} what becomes like that of another row, which a unique index refuses`,
            question: {
              kind: 'indexed',
              columns: new Map([[indexed, value]]),
              without: ahead.dropped,
            } as const,
          },
        ]),
  ];
}

/** What values must be to be labels of an enum that the script makes. */
function fitsLabels(type: string, model: SchemaModel): readonly string[] | undefined {
  const labels = model.enumOf(type);
  if (!labels || !model.isUnseen(labels.createdIn)) return undefined;
  const list = [...labels.values.keys()].map((label) => quoteLiteral(label)).join(', ');
  return [ofEach(type, list === '' ? 'false' : `(value)::text IN (${list})`)];
}

/** What a value must be to be taken by a type with a length: an SQL condition on `value`. */
function fits(type: string, model: SchemaModel): string | undefined {
  const [, base = '', first] = /^(.*?)\((\d+)\)(?:\[\])*$/.exec(type) ?? [];
  if (first === undefined || model.isNew({ name: type })) return undefined;
  const condition = {
    varchar: `pg_catalog.length(pg_catalog.rtrim((value)::text)) <= ${first}`,
    char: `pg_catalog.length(pg_catalog.rtrim((value)::text)) <= ${first}`,
    varbit: `pg_catalog.length(value) <= ${first}`,
    bit: `pg_catalog.length(value) = ${first}`,
  }[base];
  return condition && ofEach(type, condition);
}

/** A condition on the elements of an array. */
function ofEach(type: string, condition: string): string {
  return type.endsWith('[]')
    ? `NOT EXISTS (SELECT FROM pg_catalog.unnest(value) AS element(value) WHERE NOT (${condition}))`
    : `(${condition}) IS NOT FALSE`;
}

const FILLED: ReadonlySet<string> = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);

/** A column that is added: the value that it gets, where the server may refuse to make it, or where there is none. */
export function ofAdded(column: NodeOf<'ColumnDef'>, place: Place): readonly RowTest[] {
  const { table, ahead, model, earlier } = place;
  const name = column.colname ?? '';
  const type = typeText(column.typeName);
  const kinds = [...each(column.constraints, 'Constraint')].map(({ contype }) => contype ?? '');
  const isRequired = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY');
  const isFilled = kinds.some((kind) => FILLED.has(kind));
  const known = ahead.known(table, [name], { model, earlier });
  const value = known?.values.get(name);
  if (!known || value === undefined) return [];
  const common = { table: known.table, isCertain: known.isCertain, adds: name };
  const refused = `of ${table.name} get in ${name} what the server refuses as no ${type}`;
  const conditions = [
    ...ahead.conditionsOf(type, model).map((one) => `(${one}) IS NOT FALSE`),
    ...(isRequired && isFilled ? ['value IS NOT NULL'] : []),
  ];
  const rows = `(SELECT ${quoteIdentifier(name)} AS value FROM ${known.rows}) AS asked`;
  const broken = testOf(known, () => ({
    sql: rowsWhere(rows, `NOT (${conditions.join(' AND ')})`),
    what: `of ${table.name} get in ${name} what does not meet ${conditions.join(' and ')}`,
  }));
  const isMissing = isRequired && !isFilled;
  return [
    ...(isMissing
      ? testOf(known, ({ rows: all }) => ({
          sql: `SELECT pg_catalog.count(*) AS rows FROM ${all}`,
          what: `of ${table.name} have no value for ${name}, which comes back required and without a default`,
        })).map((test) => ({ ...test, isRequired: true as const }))
      : [{ ...common, what: refused, made: { sql: value, what: refused } }]),
    ...(conditions.length === 0 ? [] : broken),
  ].map((test) => ({ ...test, adds: name }));
}
