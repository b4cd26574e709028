import { quoteIdentifier } from '@agora/postgres';
import {
  as,
  type Name,
  type NodeOf,
  nameOf,
  type ParsedStatement,
  relationsIn,
} from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { type Alteration, alterationsOf } from '../../script/alterations.ts';
import { after, updateParts } from '../../script/clauses.ts';
import { castsTo, isCastOf } from '../../script/is-cast.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import { typeSql, typeText } from '../../script/model/types.ts';
import { assignmentsOf } from './assignments.ts';
import {
  type EarlierStatements,
  type ForwardValue,
  type ForwardValues,
  isTouched,
} from './earlier-statements.ts';
import { knownType, withKnownTypes } from './known-types.ts';
import type { Becoming, Taking } from './taking.ts';

/** Values that a change of type may change. */
export function convertedValues(
  statement: ParsedStatement,
  model: SchemaModel,
  earlier: EarlierStatements,
): readonly Taking[] {
  return alterationsOf(statement).flatMap((alteration): readonly Taking[] => {
    const { table, command } = alteration;
    const { subtype, name = '' } = command;
    const [origin, column] = [model.originOf(table), model.columnOriginOf(table, name)];
    if (subtype !== 'AT_AlterColumnType' || !origin || column === undefined) return [];
    const taking = { kind: 'values', table: origin, column } as const;
    const definition = as(command.def, 'ColumnDef');
    const using = definition?.raw_default;
    const type = typeText(definition?.typeName);
    if (using === undefined || isCastOf(using, name)) {
      const by = ofCasts(type, using, { column, model });
      return by === undefined ? [] : [{ ...taking, by }];
    }
    if (statement.nested || isTouched(table, model, earlier)) return [{ ...taking, by: 'unread' }];
    return [{ ...taking, by: ofExpression(alteration, type, { model, earlier }) }];
  });
}

/** What casts alone do; undefined where they keep every value. */
function ofCasts(
  type: string,
  using: Node | undefined,
  { column, model }: { readonly column: string; readonly model: SchemaModel },
): { readonly where: string } | { readonly casts: readonly string[] } | undefined {
  const casts = [...new Set([...(using ? castsOf(using) : []), type])].map((one) => knownType(one, model));
  const [, length] = /^(?:var)?char\((\d+)\)$/.exec(knownType(type, model)) ?? [];
  if (length !== undefined) {
    // Without a cast that is written out, PostgreSQL refuses what is too long.
    const where = `length(${quoteIdentifier(column)}::text) > ${length}`;
    return using && castsTo(using, type) ? { where } : undefined;
  }
  return keepsAll(casts) ? undefined : { casts: casts.map((one) => typeSql(one)) };
}

/** Types that hold any text as it is, and what cannot be written out. */
const keepsAll = (casts: readonly string[]): boolean =>
  casts.every((type) => /^(?:text|varchar|json)$/.test(type)) || casts.some((type) => type.includes('?'));

/** The types that a value is cast to, the first first. */
function castsOf(value: Node): readonly string[] {
  const cast = as(value, 'TypeCast');
  return cast?.arg === undefined ? [] : [...castsOf(cast.arg), typeText(cast.typeName)];
}

interface Scope {
  readonly model: SchemaModel;
  readonly earlier: EarlierStatements;
}

function ofExpression({ table, command, text }: Alteration, type: string, scope: Scope): Becoming | 'unread' {
  const value = after(text, 'using');
  if (value === undefined) return 'unread';
  return {
    value: withKnownTypes(value, scope.model),
    type: typeSql(knownType(type, scope.model)),
    rows: nameText(table),
    alias: quoteIdentifier(table.name),
    ...againOf(table, command.name ?? '', scope),
  };
}

const nameText = ({ schema, name }: Name): string =>
  [...(schema === undefined ? [] : [schema]), name].map((one) => quoteIdentifier(one)).join('.');

function againOf(table: Name, column: string, { earlier }: Scope): Pick<Becoming, 'again'> {
  const { schema, value } = earlier.forward?.get(JSON.stringify([table.name, column])) ?? {};
  const isSame = schema === undefined || table.schema === undefined || schema === table.schema;
  return value === undefined || !isSame ? {} : { again: value };
}

/** Values of columns from before that a node of a query overwrites. */
export function overwrittenValues(
  node: Node,
  statement: ParsedStatement,
  model: SchemaModel,
  earlier: EarlierStatements,
): readonly Taking[] {
  if ('AlterTableStmt' in node) return [];
  const assigned = assignmentsOf(node);
  const update = as(node, 'UpdateStmt');
  const isOwn = update !== undefined && update === as(statement.node, 'UpdateStmt') && !statement.nested;
  return assigned.flatMap(({ table, column, value }): Taking[] => {
    const [origin, own] = [model.originOf(table), model.columnOriginOf(table, column)];
    if (!origin || own === undefined || earlier.addedTo(table).includes(column)) return [];
    const taking = { kind: 'values', table: origin, column: own } as const;
    const touched =
      !isOwn ||
      update.withClause !== undefined ||
      [...relationsIn(update)].some((one) => isTouched(nameOf(one), model, earlier));
    const by = touched ? undefined : ofUpdate(update, statement.text, column, value);
    return [
      {
        ...taking,
        by: by === undefined ? 'unread' : { ...by, ...againOf(table, column, { model, earlier }) },
      },
    ];
  });
}

function ofUpdate(
  { relation, targetList = [] }: NodeOf<'UpdateStmt'>,
  text: string,
  column: string,
  value: Node | undefined,
): Becoming | undefined {
  const { table, values, from, where } = updateParts(text);
  const at = targetList.findIndex((item) => as(item, 'ResTarget')?.name === column);
  const written = values[at];
  if (values.length !== targetList.length || written === undefined || value === undefined) return undefined;
  if ('SetToDefault' in value) return undefined;
  return {
    value: written,
    rows: table,
    alias: quoteIdentifier(relation?.alias?.aliasname ?? relation?.relname ?? ''),
    ...(from === undefined ? {} : { from }),
    ...(where === undefined ? {} : { where }),
  };
}

/**
 * What a way forward makes of the values of columns that stay, by `[table, column]`: an expression over a column of that
 * name. Only of columns that one statement writes, and reads no other table for.
 */
export function forwardValues(statements: readonly ParsedStatement[]): ForwardValues {
  const found = new Map<string, ForwardValue | undefined>();
  const add = (table: Name, column: string, value: string | undefined): void => {
    const key = JSON.stringify([table.name, column]);
    found.set(key, found.has(key) || value === undefined ? undefined : { schema: table.schema, value });
  };
  for (const statement of statements) {
    for (const { table, command, text } of alterationsOf(statement)) {
      if (command.subtype !== 'AT_AlterColumnType') continue;
      const type = typeSql(typeText(as(command.def, 'ColumnDef')?.typeName));
      add(
        table,
        command.name ?? '',
        after(text, 'using') ?? `${quoteIdentifier(command.name ?? '')}::${type}`,
      );
    }
    const update = as(statement.node, 'UpdateStmt');
    const { values, from, where } = updateParts(statement.text);
    for (const [at, item] of (update?.targetList ?? []).entries()) {
      const column = as(item, 'ResTarget')?.name ?? '';
      const isRead = from === undefined && values.length === update?.targetList?.length;
      const value =
        where === undefined
          ? values[at]
          : `CASE WHEN ${where} THEN ${values[at] ?? ''} ELSE ${quoteIdentifier(column)} END`;
      add(nameOf(update?.relation), column, isRead ? value : undefined);
    }
  }
  return new Map([...found].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}
