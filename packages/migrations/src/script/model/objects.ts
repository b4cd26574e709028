import type { DropStmt, GrantStmt, Node } from 'libpg-query';

import {
  as,
  droppedNames,
  each,
  items,
  type Name,
  nameFrom,
  nameOf,
  type ParsedStatement,
  plain,
  strings,
} from '@agora/postgres/parser';
import type { SchemaModel } from './schema-model.ts';

/** What a DROP takes away: an id by which the model knows it, and a name to be read. */
interface DroppedObject {
  readonly id: string;
  readonly label: string;
}

/** What shares one name space in a schema: tables, views, sequences. */
const RELATIONS: ReadonlySet<string> = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
]);
const ROUTINES: ReadonlySet<string> = new Set(['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE']);

/** The tables, views, sequences, functions and triggers of a DROP; none of other kinds. */
export function droppedObjects(model: SchemaModel, drop: DropStmt | undefined): readonly DroppedObject[] {
  const kind = drop?.removeType ?? '';
  if (kind === 'OBJECT_TRIGGER') {
    return (drop?.objects ?? []).map((object) => {
      const [name = '', ...table] = strings(items(object)).toReversed();
      const on = pathName(table.toReversed());
      return { id: triggerId(model, on, name), label: `${name} on ${plain(on)}` };
    });
  }
  const id = RELATIONS.has(kind) ? relationId : ROUTINES.has(kind) ? routineId : undefined;
  if (id === undefined) return [];
  return droppedNames(drop?.objects).map((name) => ({ id: id(model, name), label: plain(name) }));
}

/** The id of what a statement makes, of the same kinds. */
export function madeObject(model: SchemaModel, node: Node): string | undefined {
  const relation =
    as(node, 'CreateStmt')?.relation ??
    as(node, 'ViewStmt')?.view ??
    as(node, 'CreateTableAsStmt')?.into?.rel ??
    as(node, 'CreateSeqStmt')?.sequence;
  if (relation) return relationId(model, nameOf(relation));
  const routine = as(node, 'CreateFunctionStmt')?.funcname;
  if (routine) return routineId(model, nameFrom(routine));
  const renamed = renamedObject(model, node);
  if (renamed) return renamed.to;
  const trigger = as(node, 'CreateTrigStmt');
  return trigger && triggerId(model, nameOf(trigger.relation), trigger.trigname ?? '');
}

/** An object of those kinds that a statement gives another name or schema. */
interface Renamed {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly name: Name;
  readonly target: Name;
}

/** What a RENAME or SET SCHEMA of a table, view, sequence or function moves; undefined for any other statement. */
export function renamedObject(model: SchemaModel, node: Node): Renamed | undefined {
  const rename = as(node, 'RenameStmt');
  const moved = as(node, 'AlterObjectSchemaStmt');
  const kind = rename?.renameType ?? moved?.objectType ?? '';
  const id = RELATIONS.has(kind) ? relationId : ROUTINES.has(kind) ? routineId : undefined;
  if (id === undefined) return undefined;
  const { relation, object } = rename ?? moved ?? {};
  const name = relation ? nameOf(relation) : nameFrom(as(object, 'ObjectWithArgs')?.objname);
  const target = rename
    ? { ...name, name: rename.newname ?? '' }
    : { schema: moved?.newschema ?? '', name: name.name };
  return { kind, from: id(model, name), to: id(model, target), name, target };
}

/** The first statement after one that makes an object again. */
export function remade(
  model: SchemaModel,
  id: string,
  after: ParsedStatement,
  statements: readonly ParsedStatement[],
): ParsedStatement | undefined {
  return statements.find((other) => other.start > after.start && madeObject(model, other.node) === id);
}

/** Brings the model past a statement that makes, drops or grants such an object. */
export function applyObjects(model: SchemaModel, { node, text }: ParsedStatement): void {
  const renamed = renamedObject(model, node);
  if (renamed) {
    const { from, to } = renamed;
    // Of tables the model has more elsewhere.
    const older = renamed.kind === 'OBJECT_TABLE' ? undefined : { createdIn: -1, returnsTrigger: false };
    const fact = model.objects.get(from) ?? older;
    model.objects.delete(from);
    if (fact) model.objects.set(to, { ...fact, namedIn: model.migration });
    const grants = model.grants.get(from);
    model.grants.delete(from);
    if (grants !== undefined) model.grants.set(to, grants);
    return;
  }
  const made = madeObject(model, node);
  const routine = as(node, 'CreateFunctionStmt');
  if (made !== undefined && !('CreateStmt' in node) && !model.objects.has(made)) {
    const returnsTrigger = strings(routine?.returnType?.names).at(-1) === 'trigger';
    model.objects.set(made, { createdIn: model.migration, returnsTrigger });
  }
  for (const { id } of droppedObjects(model, as(node, 'DropStmt'))) {
    model.objects.delete(id);
    model.grants.delete(id);
  }
  if (as(node, 'AlterDefaultPrivilegesStmt')?.action?.is_grant) model.grantsByDefault = true;
  const grant = as(node, 'GrantStmt');
  if (!grant) return;
  const roles = rolesOf(grant);
  for (const id of grantedObjects(model, grant)) {
    const before = model.grants.get(id) ?? [];
    if (grant.is_grant) model.grants.set(id, [...before, { text, roles }]);
    // A REVOKE of some privileges leaves others.
    else if (grant.privileges === undefined) {
      model.grants.set(
        id,
        before
          .map((one) => ({ ...one, roles: one.roles.filter((role) => !roles.includes(role)) }))
          .filter((one) => one.roles.length > 0),
      );
    }
  }
}

/** The ids of what a GRANT or REVOKE is on. */
export function grantedObjects(model: SchemaModel, grant: GrantStmt): readonly string[] {
  if (grant.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') {
    const kind = grant.objtype === 'OBJECT_FUNCTION' ? 'routine' : 'relation';
    return strings(grant.objects).map((schema) => `${kind}:${schema}.*`);
  }
  if (grant.targtype !== 'ACL_TARGET_OBJECT') return [];
  return [
    ...[...each(grant.objects, 'RangeVar')].map((range) => relationId(model, nameOf(range))),
    ...[...each(grant.objects, 'ObjectWithArgs')].map(({ objname }) => routineId(model, nameFrom(objname))),
  ];
}

/** Who a GRANT or REVOKE names. */
export function rolesOf(grant: GrantStmt): readonly string[] {
  return [...each(grant.grantees, 'RoleSpec')].map(({ rolename }) => rolename ?? 'public');
}

function relationId(model: SchemaModel, name: Name): string {
  return `relation:${model.key(name)}`;
}

function routineId(model: SchemaModel, name: Name): string {
  return `routine:${model.key(name)}`;
}

function triggerId(model: SchemaModel, table: Name, trigger: string): string {
  return `trigger:${model.key(table)}.${trigger}`;
}

/** A name whose schema is there if it was written. */
function pathName(path: readonly string[]): Name {
  const [name = '', schema] = path.toReversed();
  return schema === undefined ? { name } : { schema, name };
}
