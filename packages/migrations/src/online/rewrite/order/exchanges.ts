import type { AlterTableCmd, Node } from 'libpg-query';

import { as, droppedNames, each, type Name, nameFrom, nameOf } from '@agora/postgres/parser';

import { constraintFact, constraintName, indexedColumns } from '../../../script/model/constraints.ts';
import { droppedObjects, madeObject, renamedObject } from '../../../script/model/objects.ts';
import { droppedPolicies } from '../../../script/model/policies.ts';
import type { ConstraintFact, SchemaModel } from '../../../script/model/schema-model.ts';

/**
 * What a statement takes away and what it gives, by names such as `constraint public.a b`. Where one gives what another
 * takes, nobody must meet the database between the two: a key and its successor, an index, a policy, a default.
 */
export interface Exchange {
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}

/** Whether one gives what the other takes away. */
export function isExchanged(taker: Exchange, giver: Exchange): boolean {
  return taker.takes.some((one) => giver.gives.includes(one));
}

/** Whether queries are slower between the two, and no more. */
export function isOnlySpeed({ takes }: Exchange, { gives }: Exchange): boolean {
  return takes.every((one) => one.startsWith('lookup ') || !gives.includes(one));
}

/** @param model the schema before the statement */
export function exchangeOf(node: Node, model: SchemaModel): Exchange {
  const parts = [ofTable(node, model), ofIndex(node, model), ofObject(node, model), ofName(node, model)];
  return { takes: parts.flatMap(({ takes }) => takes), gives: parts.flatMap(({ gives }) => gives) };
}

export const NOTHING: Exchange = { takes: [], gives: [] };
const taking = (...takes: readonly string[]): Exchange => ({ takes, gives: [] });
const giving = (...gives: readonly string[]): Exchange => ({ takes: [], gives });

function ofTable(node: Node, model: SchemaModel): Exchange {
  const alter = as(node, 'AlterTableStmt');
  if (alter?.objtype !== 'OBJECT_TABLE') return NOTHING;
  const table = nameOf(alter.relation);
  const parts = (alter.cmds ?? []).flatMap((one) => {
    const command = as(one, 'AlterTableCmd');
    return command === undefined ? [] : [ofAlteration(table, command, model)];
  });
  return { takes: parts.flatMap(({ takes }) => takes), gives: parts.flatMap(({ gives }) => gives) };
}

function ofAlteration(table: Name, command: AlterTableCmd, model: SchemaModel): Exchange {
  const key = model.key(table);
  const name = command.name ?? '';
  const facts = model.table(table)?.constraints ?? [];
  switch (command.subtype) {
    case 'AT_AddConstraint': {
      const given = as(command.def, 'Constraint');
      return given === undefined
        ? NOTHING
        : giving(...ofConstraint(table, constraintFact(model, given), model));
    }
    case 'AT_DropConstraint': {
      const known = facts.find((one) => constraintName(one, table) === name);
      const fact = known ?? { kind: name.endsWith('_pkey') ? 'primary' : 'check', columns: [] };
      return taking(...ofConstraint(table, { ...fact, name }, model));
    }
    case 'AT_AddColumn':
      return giving(`column ${key} ${as(command.def, 'ColumnDef')?.colname ?? ''}`);
    case 'AT_DropColumn': {
      const gone = facts.filter(({ columns }) => columns.includes(name));
      return taking(`column ${key} ${name}`, ...gone.flatMap((one) => ofConstraint(table, one, model)));
    }
    case 'AT_ColumnDefault':
      return (command.def === undefined ? taking : giving)(`default ${key} ${name}`);
    case 'AT_DropNotNull':
      return taking(`not null ${key} ${name}`);
    case 'AT_SetNotNull':
      return giving(`not null ${key} ${name}`);
    case 'AT_DisableRowSecurity':
    case 'AT_NoForceRowSecurity':
      return taking(`row security ${key}`);
    case 'AT_EnableRowSecurity':
    case 'AT_ForceRowSecurity':
      return giving(`row security ${key}`);
    default: {
      const triggers = /^AT_(Disable|Enable(?:Always|Replica)?)Trig(?:User|All)?$/.exec(
        command.subtype ?? '',
      );
      if (triggers === null) return NOTHING;
      return (triggers[1] === 'Disable' ? taking : giving)(`triggers ${key}`);
    }
  }
}

/** The names of a constraint; of a key and of a foreign key also the columns, by which another can stand in for it. */
function ofConstraint(
  table: Name,
  { kind, name, columns }: Pick<ConstraintFact, 'kind' | 'name' | 'columns'>,
  model: SchemaModel,
): readonly string[] {
  const key = model.key(table);
  const isKey = kind === 'primary' || kind === 'unique';
  return [
    ...(name === undefined ? [] : [`constraint ${key} ${name}`]),
    ...(kind === 'primary' ? [`primary ${key}`] : []),
    ...(kind === 'foreign' ? columns.map((one) => `reference ${key} ${one}`) : []),
    ...(isKey ? ofLookup(table, { name, columns, unique: true }, model) : []),
  ];
}

/** An index, or the one of a key. */
interface Lookup {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

function ofLookup(table: Name, { name, columns, unique }: Lookup, model: SchemaModel): readonly string[] {
  const key = model.key(table);
  return [
    ...(name === undefined ? [] : [`index ${model.key({ ...table, name })}`]),
    ...columns.flatMap((one) => [`lookup ${key} ${one}`, ...(unique ? [`unique ${key} ${one}`] : [])]),
  ];
}

function ofIndex(node: Node, model: SchemaModel): Exchange {
  const index = as(node, 'IndexStmt');
  if (index) {
    const named = [...each(index.indexParams, 'IndexElem')].flatMap(({ name }) => name ?? []);
    const { columns } = indexedColumns(index, named);
    const lookup = { name: index.idxname, columns, unique: index.unique === true };
    return giving(...ofLookup(nameOf(index.relation), lookup, model));
  }
  const rename = as(node, 'RenameStmt');
  if (rename?.renameType === 'OBJECT_INDEX') {
    const from = nameOf(rename.relation);
    const to = { ...from, name: rename.newname ?? '' };
    return { takes: [`index ${model.key(from)}`], gives: [`index ${model.key(to)}`] };
  }
  const drop = as(node, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_INDEX') return NOTHING;
  return taking(
    ...droppedNames(drop.objects).flatMap((name) => {
      const index = model.indexes.get(model.key(name));
      const table = model.tables.get(index?.table ?? '');
      if (index === undefined || table === undefined) return [`index ${model.key(name)}`];
      const unique =
        table.uniques?.some((one) => one.name === name.name && one.goneIn === undefined) === true;
      const on = { schema: table.schema, name: table.name };
      return ofLookup(on, { name: name.name, columns: index.columns, unique }, model);
    }),
  );
}

/** Tables, views, sequences, functions, triggers and policies. */
function ofObject(node: Node, model: SchemaModel): Exchange {
  const policy = as(node, 'CreatePolicyStmt');
  const made = madeObject(model, node);
  const moved = renamedObject(model, node);
  return {
    takes: [
      ...droppedObjects(model, as(node, 'DropStmt')).map(({ id }) => id),
      ...droppedPolicies(node).map((one) => `policy ${model.key(one.table)} ${one.policy}`),
      ...(moved === undefined ? [] : [moved.from]),
    ],
    gives: [
      ...(made === undefined ? [] : [made]),
      ...(policy === undefined
        ? []
        : [`policy ${model.key(nameOf(policy.table))} ${policy.policy_name ?? ''}`]),
    ],
  };
}

/** Columns, constraints and types under other names, and types that come and go. */
function ofName(node: Node, model: SchemaModel): Exchange {
  const rename = as(node, 'RenameStmt');
  const [from = '', to = ''] = [rename?.subname, rename?.newname];
  if (rename?.renameType === 'OBJECT_COLUMN' || rename?.renameType === 'OBJECT_TABCONSTRAINT') {
    const what = rename.renameType === 'OBJECT_COLUMN' ? 'column' : 'constraint';
    const key = model.key(nameOf(rename.relation));
    return { takes: [`${what} ${key} ${from}`], gives: [`${what} ${key} ${to}`] };
  }
  if (rename?.renameType === 'OBJECT_TYPE') {
    const type = nameFrom(as(rename.object, 'List')?.items);
    return { takes: [`type ${model.key(type)}`], gives: [`type ${model.key({ ...type, name: to })}`] };
  }
  const made = as(node, 'CreateEnumStmt')?.typeName ?? as(node, 'CompositeTypeStmt')?.typevar;
  if (Array.isArray(made)) return giving(`type ${model.key(nameFrom(made))}`);
  const drop = as(node, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_TYPE') return NOTHING;
  return taking(...droppedNames(drop.objects).map((name) => `type ${model.key(name)}`));
}
