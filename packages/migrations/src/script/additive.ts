import {
  as,
  each,
  type Name,
  nameFrom,
  nameOf,
  type NodeKind,
  type ParsedStatement,
  plain,
  strings,
} from '@agora/postgres/parser';
import type { ColumnDef, Constraint, IndexStmt, Node } from 'libpg-query';

import { type Alteration, alterationsOf } from './alterations.ts';
import { madeObject } from './model/objects.ts';
import type { SchemaModel } from './model/schema-model.ts';
import { isSerial, typeText } from './model/types.ts';

/**
 * Why code that was built without a statement may stop working by it, in a clause; undefined where it only adds. What is
 * not known to add is told as such. Pure.
 * @param model the schema before it
 */
export function whyNotAdditive(statement: ParsedStatement, model: SchemaModel): string | undefined {
  const { node } = statement;
  if (HARMLESS.some((kind) => kind in node)) return undefined;
  if (changesInWith(node)) return 'its WITH changes rows that code in use knows';
  const table = tableOf(node);
  if (table !== undefined && model.isNew(table))
    return firstOf(alterationsOf(statement), (one) => whyNotTaken(one, model));
  if ('CreateStmt' in node) {
    const { partbound, inhRelations = [] } = node.CreateStmt;
    const parents = [...each(inhRelations, 'RangeVar')].map(nameOf);
    const isSeen = partbound === undefined && parents.some((parent) => !model.isNew(parent));
    return isSeen ? 'its rows are seen among those of the table that it inherits from' : undefined;
  }
  if ('ViewStmt' in node || 'CreateFunctionStmt' in node) return replacing(node, model);
  if ('AlterTableStmt' in node && node.AlterTableStmt.objtype === 'OBJECT_TABLE')
    return firstOf(alterationsOf(statement), (one) => whyNotAlteration(one, model));
  if ('IndexStmt' in node) return whyNotIndex(node.IndexStmt, model);
  if ('AlterEnumStmt' in node) {
    const { typeName, newVal, oldVal } = node.AlterEnumStmt;
    const known = model.enums.get(model.key(nameFrom(typeName)));
    if (model.isUnseen(known?.createdIn)) return undefined;
    return oldVal === undefined
      ? `a client that was built without ${newVal} refuses rows in which it reads it`
      : 'code in use still writes and expects the old value';
  }
  if ('UpdateStmt' in node) {
    const { relation, targetList = [] } = node.UpdateStmt;
    const isOwn = [...each(targetList, 'ResTarget')].every(({ name = '' }) =>
      isNewColumn(model, nameOf(relation), name),
    );
    return isOwn ? undefined : 'it changes values that code in use knows';
  }
  if ('GrantStmt' in node && node.GrantStmt.is_grant) return undefined;
  if ('GrantRoleStmt' in node && node.GrantRoleStmt.is_grant) return undefined;
  if ('AlterDefaultPrivilegesStmt' in node && node.AlterDefaultPrivilegesStmt.action?.is_grant)
    return undefined;
  return KNOWN.find(([kind]) => kind in node)?.[1] ?? 'it is not known to add only';
}

const HARMLESS: readonly NodeKind[] = [
  'CommentStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'TransactionStmt',
  'VacuumStmt',
  'CreateSchemaStmt',
  'CreateExtensionStmt',
  'CreateSeqStmt',
  'CreateEnumStmt',
  'CompositeTypeStmt',
  'CreateRangeStmt',
  'CreateDomainStmt',
  'CreateRoleStmt',
  'CreateStatsStmt',
  'CreateTableAsStmt',
  'RefreshMatViewStmt',
];

const KNOWN: readonly (readonly [NodeKind, string])[] = [
  ['DropStmt', 'code in use may still ask for it'],
  ['RenameStmt', 'code in use knows the old name'],
  ['AlterObjectSchemaStmt', 'code in use looks for it where it was'],
  ['TruncateStmt', 'its rows are gone'],
  ['DeleteStmt', 'rows that code in use knows are gone'],
  ['InsertStmt', 'code in use may not expect these rows'],
  ['CreateTrigStmt', 'it does more, or refuses something, where code in use writes'],
  ['CreatePolicyStmt', 'code in use sees other rows'],
  ['RuleStmt', 'statements of code in use do something else'],
  ['DoStmt', 'what a block of code does is not looked at'],
];

/** The table that a statement is on; undefined of one that makes it. */
function tableOf(node: Node): Name | undefined {
  const found =
    as(node, 'AlterTableStmt')?.relation ??
    as(node, 'IndexStmt')?.relation ??
    as(node, 'InsertStmt')?.relation ??
    as(node, 'UpdateStmt')?.relation ??
    as(node, 'DeleteStmt')?.relation ??
    as(node, 'CreateTrigStmt')?.relation ??
    as(node, 'CreatePolicyStmt')?.table ??
    as(node, 'RenameStmt')?.relation;
  return found && nameOf(found);
}

/** Whether a query of its WITH writes. */
function changesInWith(node: Node): boolean {
  const clause = (as(node, 'InsertStmt') ?? as(node, 'UpdateStmt') ?? as(node, 'DeleteStmt'))?.withClause;
  return [...each([clause], 'CommonTableExpr')].some(
    ({ ctequery }) => ctequery !== undefined && as(ctequery, 'SelectStmt') === undefined,
  );
}

/** Why a new table may not take a table that is there for its partition or its parent. */
function whyNotTaken({ command }: Alteration, model: SchemaModel): string | undefined {
  const { subtype, def } = command;
  const taken = subtype === 'AT_AttachPartition' ? as(def, 'PartitionCmd')?.name : as(def, 'RangeVar');
  if (taken === undefined || model.isNew(nameOf(taken))) return undefined;
  return subtype === 'AT_AddInherit'
    ? 'its rows are seen among those of the table that it inherits from'
    : 'as a partition the table refuses rows that code in use writes';
}

function firstOf<T>(all: readonly T[], why: (one: T) => string | undefined): string | undefined {
  return all.map(why).find((one) => one !== undefined);
}

function replacing(node: Node, model: SchemaModel): string | undefined {
  const known = model.objects.get(madeObject(model, node) ?? '');
  if (known === undefined || model.isUnseen(known.createdIn)) return undefined;
  return 'ViewStmt' in node
    ? 'code in use reads the view as it was'
    : 'code in use calls a function of this name, and means the one that is there';
}

/** Subcommands that change neither what may be written nor what is read. */
const QUIET: ReadonlySet<string> = new Set([
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetStorage',
  'AT_SetCompression',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
]);

function whyNotAlteration({ command, table }: Alteration, model: SchemaModel): string | undefined {
  const { subtype = '', name = '', def } = command;
  if (QUIET.has(subtype)) return undefined;
  if (subtype === 'AT_AddColumn') return whyNotColumn(as(def, 'ColumnDef'), model);
  if (subtype === 'AT_AddConstraint') return whyNotConstraint(as(def, 'Constraint'), table, model);
  if (subtype === 'AT_ColumnDefault' && isNewColumn(model, table, name)) return undefined;
  if (subtype === 'AT_SetNotNull' && isNewColumn(model, table, name))
    return model.column(table, name)?.hasDefault ? undefined : REQUIRED;
  return ALTERED[subtype] ?? `it changes ${plain(table)}, which code in use works with`;
}

const REQUIRED = 'code in use does not give the value that is required';
const ALTERED: Readonly<Record<string, string>> = {
  AT_DropColumn: 'code in use may still read or write the column',
  AT_AlterColumnType: 'code in use knows the type of before',
  AT_SetNotNull: 'code in use may still write NULL',
  AT_DropNotNull: 'a client that was built for a required column refuses rows in which it reads NULL',
  AT_ColumnDefault: 'what code in use leaves out becomes something else',
};

const REFUSED_IN_COLUMN: Readonly<Record<string, string>> = {
  CONSTR_CHECK: 'a CHECK may refuse what code in use writes',
  CONSTR_GENERATED: 'its expression may fail on what code in use writes',
  CONSTR_PRIMARY: REQUIRED,
};

function whyNotColumn(column: ColumnDef | undefined, model: SchemaModel): string | undefined {
  const constraints = [...each(column?.constraints, 'Constraint')];
  const has = (kind: Constraint['contype']): boolean => constraints.some(({ contype }) => contype === kind);
  const type = typeText(column?.typeName);
  const isFilled = has('CONSTR_DEFAULT') || has('CONSTR_IDENTITY') || isSerial(type);
  if (!isFilled && (has('CONSTR_NOTNULL') || model.domainOf(type)?.constrained)) return REQUIRED;
  if (has('CONSTR_UNIQUE') && has('CONSTR_DEFAULT')) return TWICE;
  return firstOf(constraints, ({ contype = '', nulls_not_distinct }) =>
    nulls_not_distinct === true ? TWICE : REFUSED_IN_COLUMN[contype],
  );
}

const TWICE = 'the second row of code in use, which leaves the column out, would have the value of the first';

function whyNotConstraint(
  constraint: Constraint | undefined,
  table: Name,
  model: SchemaModel,
): string | undefined {
  const { contype, fk_attrs, keys, nulls_not_distinct } = constraint ?? {};
  if (contype === 'CONSTR_FOREIGN')
    return strings(fk_attrs).every((name) => isNewColumn(model, table, name)) ? undefined : REFUSES;
  if (contype === 'CONSTR_UNIQUE' && nulls_not_distinct !== true && isApart(model, table, strings(keys)))
    return undefined;
  return REFUSES;
}

const REFUSES = 'it may refuse what code in use writes';

function whyNotIndex(index: IndexStmt, model: SchemaModel): string | undefined {
  const { relation, unique, nulls_not_distinct, whereClause, indexParams = [] } = index;
  const elements = [...each(indexParams, 'IndexElem')];
  const names = elements.flatMap(({ name }) => name ?? []);
  if (unique && (nulls_not_distinct === true || !isApart(model, nameOf(relation), names))) return REFUSES;
  const expressions = [whereClause, ...elements.map(({ expr }) => expr)].filter((one) => one !== undefined);
  return expressions.every(isSteady) ? undefined : 'its expression may fail on what code in use writes';
}

/** Whether rows of code that knows no new column cannot be alike in these: one of them stays NULL. */
function isApart(model: SchemaModel, table: Name, names: readonly string[]): boolean {
  return names.some(
    (name) => isNewColumn(model, table, name) && model.column(table, name)?.hasDefault === false,
  );
}

function isNewColumn(model: SchemaModel, table: Name, name: string): boolean {
  return model.isUnseen(model.column(table, name)?.addedIn);
}

const STEADY_FUNCTIONS: ReadonlySet<string> = new Set(['lower', 'upper']);
const STEADY_OPERATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '>', '<=', '>=']);

/** Whether an expression cannot fail, whatever the row holds. */
function isSteady(node: Node | undefined): boolean {
  if (node === undefined || 'ColumnRef' in node || 'A_Const' in node) return true;
  if ('NullTest' in node) return isSteady(node.NullTest.arg);
  if ('BooleanTest' in node) return isSteady(node.BooleanTest.arg);
  if ('BoolExpr' in node) return (node.BoolExpr.args ?? []).every(isSteady);
  if ('CoalesceExpr' in node) return (node.CoalesceExpr.args ?? []).every(isSteady);
  if ('TypeCast' in node) return as(node.TypeCast.arg, 'A_Const') !== undefined;
  if ('List' in node) return (node.List.items ?? []).every(isSteady);
  if ('FuncCall' in node)
    return (
      STEADY_FUNCTIONS.has(nameFrom(node.FuncCall.funcname).name) &&
      (node.FuncCall.args ?? []).every(isSteady)
    );
  if ('A_Expr' in node) {
    const { kind, name, lexpr, rexpr } = node.A_Expr;
    const isCompared = ['AEXPR_OP', 'AEXPR_IN', 'AEXPR_DISTINCT', 'AEXPR_NOT_DISTINCT'].includes(kind ?? '');
    return isCompared && STEADY_OPERATORS.has(nameFrom(name).name) && isSteady(lexpr) && isSteady(rexpr);
  }
  return false;
}
