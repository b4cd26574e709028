import {
  as,
  droppedNames,
  each,
  type Name,
  nameFrom,
  nameOf,
  type ParsedStatement,
  relationsIn,
  walk,
} from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import type { Origin, SchemaModel } from '../../script/model/schema-model.ts';
import { countOf, deleteParts } from './delete-parts.ts';
import { type EarlierStatements, isTouched, RUNNING } from './earlier-statements.ts';
import type { CascadingKind, Taking } from './taking.ts';
import { convertedValues, overwrittenValues } from './values.ts';
import { deletingMerge, writesOf } from './writes.ts';

/**
 * What a statement takes away. What is made by the statements before it is nobody's loss.
 *
 * @param model the schema before the statement
 * @param earlier what the statements before it have done to rows
 */
export function takingsOf(
  statement: ParsedStatement,
  model: SchemaModel,
  earlier: EarlierStatements,
): readonly Taking[] {
  const { node, block } = statement;
  const kind = Object.keys(node)[0] ?? '';
  return [
    ...droppedObjects(node, model, earlier),
    ...droppedColumns(node, model),
    ...convertedValues(statement, model, earlier),
    ...truncated(node, model, earlier),
    ...never(node),
    ...(block?.unread ?? []).map((problem): Taking => ({
      kind: 'unknown',
      problem: `a DO block ${problem}`,
    })),
    ...[...(RUNNING.has(kind) ? [node] : []), ...(block?.others ?? [])].flatMap((run) =>
      ofQuery(run, statement, model, earlier),
    ),
  ];
}

const CASCADING: Readonly<Partial<Record<string, CascadingKind>>> = {
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_EXTENSION: 'extension',
  OBJECT_COLLATION: 'collation',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FOREIGN_TABLE: 'foreign table',
};

function droppedObjects(node: Node, model: SchemaModel, earlier: EarlierStatements): readonly Taking[] {
  const drop = as(node, 'DropStmt');
  if (!drop) return [];
  const [cascade, ifExists] = [drop.behavior === 'DROP_CASCADE', drop.missing_ok === true];
  const names = droppedNames(drop.objects);
  if (drop.removeType === 'OBJECT_TABLE') {
    // What has been attached meanwhile goes along.
    return before(names, model)
      .flatMap((table) => [table, ...earlier.attachedTo(table)])
      .map((table) => ({ kind: 'table', table, cascade, ifExists }));
  }
  const of = CASCADING[drop.removeType ?? ''];
  // An extension takes its own tables along without being told.
  if (of === undefined || !(cascade || of === 'extension')) return [];
  return names.flatMap((name): Taking[] => {
    if (of !== 'schema')
      return [{ kind: 'object', of, name: { ...name, path: model.searchPath }, cascade, ifExists }];
    const known = model.schemas.has(name.name) ? model.schemas.get(name.name) : name.name;
    return known === undefined
      ? []
      : [{ kind: 'object', of, name: { name: known, path: [] }, cascade, ifExists }];
  });
}

function droppedColumns(node: Node, model: SchemaModel): readonly Taking[] {
  const alter = as(node, 'AlterTableStmt');
  if (!alter) return [];
  const table = nameOf(alter.relation);
  return [...each(alter.cmds, 'AlterTableCmd')].flatMap(
    ({ subtype, name = '', behavior, missing_ok }): Taking[] => {
      if (subtype !== 'AT_DropColumn') return [];
      const cascade = behavior === 'DROP_CASCADE';
      const ifExists = missing_ok === true || alter.missing_ok === true;
      const origin = model.originOf(table);
      if (alter.objtype === 'OBJECT_TYPE')
        return origin ? [{ kind: 'attribute', type: origin, attribute: name, cascade, ifExists }] : [];
      const column = model.columnOriginOf(table, name);
      if (!origin || column === undefined) return [];
      return [{ kind: 'column', table: origin, column, cascade, ifExists }];
    },
  );
}

function truncated(node: Node, model: SchemaModel, earlier: EarlierStatements): readonly Taking[] {
  const found = as(node, 'TruncateStmt');
  const cascade = found?.behavior === 'DROP_CASCADE';
  return (found?.relations ?? []).flatMap((one): Taking[] => {
    const relation = as(one, 'RangeVar');
    const table = model.originOf(nameOf(relation));
    if (!table) return [];
    return [
      ...[table, ...earlier.attachedTo(table)].map((one): Taking => ({
        kind: 'truncate',
        table: one,
        only: relation?.inh !== true,
        cascade,
      })),
      { kind: 'write', table, event: 'TRUNCATE', added: [] },
    ];
  });
}

/** What no count can tell beforehand. */
function never(node: Node): readonly Taking[] {
  if ('DropOwnedStmt' in node)
    return [{ kind: 'unknown', problem: 'everything that a role owns goes (DROP OWNED)' }];
  if ('DropdbStmt' in node)
    return [{ kind: 'unknown', problem: `the database ${node.DropdbStmt.dbname} goes` }];
  return [];
}

/** What a query deletes, writes and calls, in CTEs too. */
function ofQuery(
  root: Node,
  statement: ParsedStatement,
  model: SchemaModel,
  earlier: EarlierStatements,
): readonly Taking[] {
  const takings: Taking[] = [];
  const called = new Map<string, Name>();
  for (const node of walk(root)) {
    for (const [event, relation] of writesOf(node)) {
      const name = nameOf(relation);
      const table = model.originOf(name);
      if (table)
        takings.push({
          kind: 'write',
          table,
          event,
          added: [...model.columnsAddedTo(name), ...earlier.addedTo(name)],
        });
    }
    takings.push(...overwrittenValues(node, statement, model, earlier));
    const removed = as(node, 'DeleteStmt')?.relation ?? deletingMerge(as(node, 'MergeStmt'));
    const table = removed && model.originOf(nameOf(removed));
    if (table) takings.push({ kind: 'delete', table, ...exactly(node, statement, model, earlier) });
    const call = as(node, 'FuncCall') ?? as(node, 'CallStmt')?.funccall;
    if (call) called.set(JSON.stringify(nameFrom(call.funcname)), nameFrom(call.funcname));
  }
  for (const name of called.values()) takings.push({ kind: 'call', name, path: model.searchPath });
  return takings;
}

/**
 * The query that counts what a DELETE takes, where its words mean now what they mean when it runs: it is a statement
 * of its own, and nothing before it has touched the rows or the names that it reads.
 */
function exactly(
  node: Node,
  statement: ParsedStatement,
  model: SchemaModel,
  earlier: EarlierStatements,
): Pick<Extract<Taking, { kind: 'delete' }>, 'query' | 'where' | 'rows'> {
  const removal = as(node, 'DeleteStmt');
  const parts = deleteParts(statement.text);
  if (!removal || removal !== as(statement.node, 'DeleteStmt') || statement.nested || !parts) return {};
  const ctes = [...each(removal.withClause?.ctes, 'CommonTableExpr')];
  if (ctes.some((cte) => cte.ctequery === undefined || !('SelectStmt' in cte.ctequery))) return {};
  if ([...relationsIn(removal)].some((one) => isTouched(nameOf(one), model, earlier))) return {};
  const { before: prefix, table, using, where } = parts;
  const isPlain = prefix === '' && using === undefined;
  return {
    query: countOf(parts),
    ...(where === undefined ? {} : { where: using === undefined ? where : `${where} (using ${using})` }),
    ...(isPlain ? { rows: where === undefined ? table : `${table} WHERE ${where}` } : {}),
  };
}

function before(names: readonly Name[], model: SchemaModel): readonly Origin[] {
  return names.flatMap((name) => model.originOf(name) ?? []);
}
