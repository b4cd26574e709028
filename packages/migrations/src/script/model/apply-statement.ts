import type { AlterTableCmd, ColumnDef, CreateStmt, Node, PartitionSpec } from 'libpg-query';

import {
  as,
  droppedNames,
  each,
  type Name,
  nameFrom,
  nameOf,
  type ParsedStatement,
  strings,
} from '@agora/postgres/parser';
import {
  indexedColumns,
  addUnique,
  columnKeys,
  constraintFact,
  dropUniqueIndex,
  indexName,
  isNamed,
  requireKeys,
  uniqueFact,
  withoutUnique,
} from './constraints.ts';
import { noteCutNames } from './cut-names.ts';
import { alterEnum } from './enums.ts';
import { applyObjects } from './objects.ts';
import { applyPolicies } from './policies.ts';
import type { ColumnFact, ConstraintFact, SchemaModel, TableFact, Volatility } from './schema-model.ts';
import { isNoDefault } from '../alterations.ts';
import { applyRename, move, moveIndexes } from './renames.ts';
import { isSerial, typeText } from './types.ts';

/** Brings the model past a statement. Statements that make nothing a rule asks for change nothing. */
export function applyStatement(model: SchemaModel, statement: ParsedStatement): void {
  noteCutNames(model, statement.text);
  applyObjects(model, statement);
  applyPolicies(model, statement);
  applyNode(model, statement.node, statement.nested);
}

function applyNode(model: SchemaModel, node: Node, nested: boolean): void {
  if ('CreateStmt' in node) createTable(model, node.CreateStmt);
  else if ('CreateTableAsStmt' in node) addTable(model, nameOf(node.CreateTableAsStmt.into?.rel));
  else if ('SelectStmt' in node && !nested && node.SelectStmt.intoClause?.rel !== undefined) {
    addTable(model, nameOf(node.SelectStmt.intoClause.rel));
  } else if ('CreateEnumStmt' in node) {
    const values = strings(node.CreateEnumStmt.vals).map((value) => [value, model.migration] as const);
    model.enums.set(model.key(nameFrom(node.CreateEnumStmt.typeName)), {
      createdIn: model.migration,
      values: new Map(values),
    });
  } else if ('AlterEnumStmt' in node) alterEnum(model, node.AlterEnumStmt);
  else if ('CreateDomainStmt' in node) {
    const { domainname, typeName, constraints = [] } = node.CreateDomainStmt;
    model.domains.set(model.key(nameFrom(domainname)), {
      createdIn: model.migration,
      base: typeText(typeName),
      constrained: constraints.some((one) =>
        ['CONSTR_CHECK', 'CONSTR_NOTNULL'].includes(as(one, 'Constraint')?.contype ?? ''),
      ),
    });
  } else if ('AlterDomainStmt' in node && /^[CO]$/.test(node.AlterDomainStmt.subtype ?? '')) {
    const key = model.key(nameFrom(node.AlterDomainStmt.typeName));
    model.domains.set(key, { createdIn: -1, ...model.domains.get(key), constrained: true });
  } else if ('CreateFunctionStmt' in node) {
    const option = (node.CreateFunctionStmt.options ?? [])
      .map((one) => as(one, 'DefElem'))
      .find((one) => one?.defname === 'volatility');
    const given = as(option?.arg, 'String')?.sval;
    const volatility: Volatility = given === 'immutable' || given === 'stable' ? given : 'volatile';
    model.functions.set(model.key(nameFrom(node.CreateFunctionStmt.funcname)), volatility);
  } else if ('IndexStmt' in node) {
    const { relation, unique, whereClause, indexParams = [] } = node.IndexStmt;
    const table = nameOf(relation);
    const columns = indexParams.map((one) => as(one, 'IndexElem')?.name);
    const named = columns.filter((column) => column !== undefined);
    const idxname = node.IndexStmt.idxname ?? indexName(model, table, columns);
    if (unique && whereClause === undefined && named.length === columns.length)
      addUnique(model, table, { name: idxname, columns: named });
    const index = table.schema === undefined ? { name: idxname } : { schema: table.schema, name: idxname };
    const has = indexedColumns(node.IndexStmt, named);
    model.indexes.set(model.key(index), { table: model.key(table), createdIn: model.migration, ...has });
  } else if ('AlterTableStmt' in node) {
    if (node.AlterTableStmt.objtype !== 'OBJECT_TABLE') return;
    const table = nameOf(node.AlterTableStmt.relation);
    for (const command of each(node.AlterTableStmt.cmds, 'AlterTableCmd')) alterTable(model, table, command);
  } else if ('RenameStmt' in node) applyRename(model, node.RenameStmt);
  else if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation, object, newschema = '' } = node.AlterObjectSchemaStmt;
    const name = relation ? nameOf(relation) : nameFrom(object && 'List' in object ? object.List.items : []);
    const target: Name = { schema: newschema, name: name.name };
    if (objectType === 'OBJECT_TABLE') {
      move(model.policies, model.key(name), model.key(target));
      moveIndexes(model, model.key(name), model.key(target));
      move(model.tables, model.key(name), model.key(target), { ...model.touch(name), schema: newschema });
    }
    if (objectType === 'OBJECT_TYPE') move(model.enums, model.key(name), model.key(target));
  } else if ('DropStmt' in node) {
    const names = droppedNames(node.DropStmt.objects).map((name) => model.key(name));
    if (node.DropStmt.removeType === 'OBJECT_INDEX') for (const name of names) dropUniqueIndex(model, name);
    if (node.DropStmt.removeType === 'OBJECT_TABLE' || node.DropStmt.removeType === 'OBJECT_MATVIEW') {
      for (const [key, { table }] of model.indexes) if (names.includes(table)) model.indexes.delete(key);
    }
    const maps: Partial<Record<string, Map<string, unknown>>> = {
      OBJECT_TABLE: model.tables,
      OBJECT_MATVIEW: model.tables,
      OBJECT_INDEX: model.indexes,
      OBJECT_TYPE: model.enums,
      OBJECT_DOMAIN: model.domains,
    };
    for (const name of names) maps[node.DropStmt.removeType ?? '']?.delete(name);
  } else if ('CreateSchemaStmt' in node) {
    const { schemaname, if_not_exists: mayExist } = node.CreateSchemaStmt;
    if (schemaname !== undefined && !mayExist) model.schemas.set(schemaname, undefined);
    for (const element of node.CreateSchemaStmt.schemaElts ?? []) applyNode(model, element, nested);
  } else if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    const given = (node.VariableSetStmt.args ?? []).map((one) => as(one, 'A_Const')?.sval?.sval);
    setSearchPath(
      model,
      given.flatMap((one) => one ?? []),
    );
  } else if ('SelectStmt' in node) {
    // pg_dump sets it so.
    for (const call of each(node, 'FuncCall')) {
      const [name, value] = (call.args ?? []).map((one) => as(one, 'A_Const')?.sval);
      if (strings(call.funcname).at(-1) !== 'set_config' || name?.sval !== 'search_path' || !value) continue;
      setSearchPath(
        model,
        (value.sval ?? '').split(',').map((one) => one.trim().replaceAll('"', '')),
      );
    }
  }
}

function setSearchPath(model: SchemaModel, schemas: readonly string[]): void {
  const path = schemas.filter((one) => one !== '' && one !== '$user');
  model.searchPath = path.length > 0 ? path : [model.defaultSchema];
}

function createTable(model: SchemaModel, create: CreateStmt): void {
  const columns = new Map<string, ColumnFact>();
  const constraints: ConstraintFact[] = [];
  for (const element of create.tableElts ?? []) {
    const column = as(element, 'ColumnDef');
    if (column) {
      columns.set(column.colname ?? '', columnFact(model, column));
      constraints.push(...columnKeys(model, column));
    }
    const constraint = as(element, 'Constraint');
    if (constraint) constraints.push({ ...constraintFact(model, constraint), validated: true });
  }
  const name = nameOf(create.relation);
  const [parent] = [...each(create.inhRelations, 'RangeVar')];
  if (parent && create.partbound) {
    const table = model.touch(nameOf(parent));
    const more =
      create.partbound.is_default === true ? { defaultPartition: name } : { hasPartitions: true as const };
    model.tables.set(model.key(nameOf(parent)), { ...table, ...more });
  }
  addTable(model, name, {
    columns: requireKeys(columns, constraints),
    constraints,
    uniques: constraints.flatMap((one) => uniqueFact(name, one)),
    ...(create.partspec === undefined
      ? {}
      : { partitioned: true, partitionKey: partitionKeyOf(create.partspec) }),
    ...(create.relation?.relpersistence === 'u' ? { unlogged: true } : {}),
  });
}

function partitionKeyOf({ strategy, partParams }: PartitionSpec): readonly string[] {
  if (strategy === 'PARTITION_STRATEGY_HASH') return [];
  return [...each(partParams, 'PartitionElem')].flatMap(({ name }) => name ?? []);
}

function addTable(model: SchemaModel, name: Name, facts: Partial<TableFact> = {}): void {
  const schema = name.schema ?? model.currentSchema;
  // CREATE TABLE IF NOT EXISTS over a known table does nothing.
  if (model.tables.has(model.key(name))) return;
  model.tables.set(model.key(name), {
    schema,
    name: name.name,
    createdIn: model.migration,
    columns: new Map(),
    constraints: [],
    ...facts,
  });
}

function columnFact(model: SchemaModel, column: ColumnDef): ColumnFact {
  const kinds = (column.constraints ?? []).map((one) => as(one, 'Constraint')?.contype);
  const type = typeText(column.typeName);
  const filled = ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'] as const;
  const virtual = [...each(column.constraints, 'Constraint')].some((one) => one.generated_kind === 'v');
  return {
    name: column.colname ?? '',
    type,
    notNull: kinds.some((kind) => kind === 'CONSTR_NOTNULL' || kind === 'CONSTR_PRIMARY') || isSerial(type),
    hasDefault: filled.some((kind) => kinds.includes(kind)) || isSerial(type),
    addedIn: model.migration,
    ...(virtual ? { virtual } : {}),
  };
}

function alterTable(model: SchemaModel, name: Name, command: AlterTableCmd): void {
  const key = model.key(name);
  const table = model.touch(name);
  let columns = new Map(table.columns);
  const renamed = new Map(table.renamed);
  let { constraints, uniques = [], unlogged = false, rowSecurity = false, defaultPartition } = table;
  let { hasPartitions } = table;
  const target = command.name ?? '';
  const change = (more: Partial<ColumnFact>): void => {
    const column = columns.get(target);
    if (column) columns.set(target, { ...column, ...more });
  };
  const definition = as(command.def, 'ColumnDef');
  switch (command.subtype) {
    case 'AT_AddColumn':
      if (definition) {
        columns.set(definition.colname ?? '', columnFact(model, definition));
        const keys = columnKeys(model, definition);
        constraints = [...constraints, ...keys];
        uniques = [...uniques, ...keys.flatMap((one) => uniqueFact(name, one))];
      }
      break;
    case 'AT_DropColumn':
      columns.delete(target);
      renamed.delete(target);
      uniques = uniques.filter((one) => !one.columns.includes(target));
      constraints = constraints.filter((one) => !one.columns.includes(target));
      break;
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
      unlogged = command.subtype === 'AT_SetUnLogged';
      break;
    case 'AT_AttachPartition':
    case 'AT_DetachPartition': {
      const partition = as(command.def, 'PartitionCmd');
      const named = nameOf(partition?.name);
      if (partition?.bound?.is_default === true) defaultPartition = named;
      else if (command.subtype === 'AT_AttachPartition') hasPartitions = true;
      else if (defaultPartition && model.key(defaultPartition) === model.key(named))
        defaultPartition = undefined;
      break;
    }
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
      rowSecurity = command.subtype === 'AT_EnableRowSecurity';
      break;
    case 'AT_SetNotNull':
      change({ notNull: true });
      break;
    case 'AT_DropNotNull':
      change({ notNull: false });
      break;
    case 'AT_ColumnDefault':
      change({ hasDefault: !isNoDefault(command) });
      break;
    case 'AT_AlterColumnType':
      change({ type: typeText(definition?.typeName) });
      break;
    case 'AT_AddConstraint': {
      const constraint = as(command.def, 'Constraint');
      if (!constraint) break;
      const fact = constraintFact(model, constraint, uniques);
      constraints = [...constraints, fact];
      columns = new Map(requireKeys(columns, [fact]));
      uniques = [...uniques, ...uniqueFact(name, fact)];
      break;
    }
    case 'AT_ValidateConstraint':
      constraints = constraints.map((one) => (one.name === target ? { ...one, validated: true } : one));
      break;
    case 'AT_DropConstraint':
      constraints = constraints.filter((one) => !isNamed(one, name, target));
      uniques = withoutUnique({ ...table, uniques }, target, model.migration);
      break;
    default:
      return;
  }
  const { defaultPartition: _, ...rest } = table;
  model.tables.set(key, {
    ...rest,
    columns,
    constraints,
    renamed,
    uniques,
    unlogged,
    rowSecurity,
    ...(defaultPartition === undefined ? {} : { defaultPartition }),
    ...(hasPartitions === undefined ? {} : { hasPartitions }),
  });
}
