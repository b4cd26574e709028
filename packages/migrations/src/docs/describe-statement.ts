import type { Node } from 'libpg-query';

import { alterationsOf } from '../script/alterations.ts';
import {
  as,
  droppedNames,
  each,
  items,
  nameFrom,
  nameOf,
  type ParsedStatement,
  plain,
  strings,
} from '@agora/postgres/parser';
import { typeText } from '../script/model/types.ts';

/** What kind of change a statement is, for the colours of the timeline. */
export type ChangeKind = 'add' | 'change' | 'remove' | 'data' | 'code' | 'security' | 'other';

export interface Change {
  readonly kind: ChangeKind;
  /** A few words: `create table users (17 columns)`. */
  readonly text: string;
}

/** What a statement changes, in a few words each. Statements about transactions and settings are no changes. */
export function describeStatement(statement: ParsedStatement): readonly Change[] {
  const { node } = statement;
  const alterations = alterationsOf(statement);
  if (alterations.length > 0) {
    return alterations.map(({ table, command, text }) => ({
      kind: alterationKind(command.subtype ?? ''),
      text: `${plain(table)}: ${words(alterationText(text, command.def))}`,
    }));
  }
  const found = describeNode(node);
  return found === undefined ? [] : [change(found.kind, words(found.text))];
}

function alterationKind(subtype: string): ChangeKind {
  if (subtype.startsWith('AT_Add')) return 'add';
  if (/^AT_Drop(?!NotNull|Expression|Identity)/.test(subtype)) return 'remove';
  return /RowSecurity|ChangeOwner/.test(subtype) ? 'security' : 'change';
}

/** Long definitions are cut: the page shows the whole script below. */
function alterationText(text: string, definition: Node | undefined): string {
  const column = as(definition, 'ColumnDef');
  if (column?.colname !== undefined) return `add column ${column.colname} ${typeText(column.typeName)}`;
  return text
    .replaceAll('"', '')
    .replace(
      /^(?:(?:ADD|DROP|ALTER|RENAME|VALIDATE|ENABLE|DISABLE|FORCE|SET|CONSTRAINT|COLUMN|ROW|LEVEL|SECURITY)\b\s*)+/i,
      (verb) => verb.toLowerCase(),
    );
}

function describeNode(node: Node): Change | undefined {
  if ('CreateStmt' in node) {
    const columns = [...each(node.CreateStmt.tableElts, 'ColumnDef')].length;
    const size = columns > 0 ? ` (${columns} column${columns === 1 ? '' : 's'})` : '';
    return change('add', `create table ${plain(nameOf(node.CreateStmt.relation))}${size}`);
  }
  if ('IndexStmt' in node) {
    const { unique, idxname = '', relation } = node.IndexStmt;
    return change('add', `create ${unique ? 'unique ' : ''}index ${idxname} on ${plain(nameOf(relation))}`);
  }
  if ('CreateEnumStmt' in node) {
    const values = strings(node.CreateEnumStmt.vals).join(', ');
    return change('add', `create enum ${plain(nameFrom(node.CreateEnumStmt.typeName))}: ${values}`);
  }
  if ('AlterEnumStmt' in node) {
    const { typeName, oldVal, newVal } = node.AlterEnumStmt;
    const what = oldVal === undefined ? `add value ${newVal}` : `rename value ${oldVal} to ${newVal}`;
    return change(oldVal === undefined ? 'add' : 'change', `enum ${plain(nameFrom(typeName))}: ${what}`);
  }
  if ('RenameStmt' in node) {
    const { relation, subname, newname, renameType = '' } = node.RenameStmt;
    const what = renameType.replace('OBJECT_', '').replace('TABCONSTRAINT', 'constraint').toLowerCase();
    const from = [
      ...(relation ? [plain(nameOf(relation))] : []),
      ...(subname === undefined ? [] : [subname]),
    ].join('.');
    return change('change', `rename ${what} ${from} to ${newname}`);
  }
  if ('DropStmt' in node) {
    const kind = (node.DropStmt.removeType ?? '')
      .replace('OBJECT_', '')
      .replace('MATVIEW', 'materialized view')
      .toLowerCase();
    const names =
      kind === 'schema'
        ? (node.DropStmt.objects ?? []).flatMap((object) => strings(items(object)))
        : droppedNames(node.DropStmt.objects).map(plain);
    return change('remove', `drop ${kind} ${names.join(', ')}`);
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, is_procedure: procedure, replace } = node.CreateFunctionStmt;
    return change(
      'code',
      `${replace ? 'create or replace' : 'create'} ${procedure ? 'procedure' : 'function'} ${plain(nameFrom(funcname))}`,
    );
  }
  if ('CreateTrigStmt' in node) {
    return change(
      'code',
      `create trigger ${node.CreateTrigStmt.trigname} on ${plain(nameOf(node.CreateTrigStmt.relation))}`,
    );
  }
  if ('ViewStmt' in node) return change('code', `create view ${plain(nameOf(node.ViewStmt.view))}`);
  if ('CreateTableAsStmt' in node) {
    const view = node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW';
    return change(
      view ? 'code' : 'add',
      `create ${view ? 'materialized view' : 'table'} ${plain(nameOf(node.CreateTableAsStmt.into?.rel))}`,
    );
  }
  if ('DoStmt' in node) return change('code', 'run a block of code');
  if ('CreatePolicyStmt' in node) {
    return change(
      'security',
      `create policy ${node.CreatePolicyStmt.policy_name} on ${plain(nameOf(node.CreatePolicyStmt.table))}`,
    );
  }
  if ('AlterPolicyStmt' in node)
    return change('security', `change policy ${node.AlterPolicyStmt.policy_name}`);
  if ('GrantStmt' in node) {
    const { is_grant: grants, grantees } = node.GrantStmt;
    const roles = [...each(grantees, 'RoleSpec')].map((role) => role.rolename ?? 'PUBLIC');
    return change(
      'security',
      `${grants ? 'grant privileges to' : 'revoke privileges from'} ${roles.join(', ')}`,
    );
  }
  if ('AlterDefaultPrivilegesStmt' in node) return change('security', 'change default privileges');
  if ('AlterOwnerStmt' in node)
    return change('security', `change the owner to ${node.AlterOwnerStmt.newowner?.rolename ?? ''}`);
  if ('AlterRoleStmt' in node)
    return change('security', `change role ${node.AlterRoleStmt.role?.rolename ?? ''}`);
  if ('AlterFunctionStmt' in node) {
    return change('code', `change function ${plain(nameFrom(node.AlterFunctionStmt.func?.objname))}`);
  }
  if ('CreateRoleStmt' in node) return change('security', `create role ${node.CreateRoleStmt.role}`);
  if ('InsertStmt' in node) return change('data', `insert into ${plain(nameOf(node.InsertStmt.relation))}`);
  if ('UpdateStmt' in node) return change('data', `update ${plain(nameOf(node.UpdateStmt.relation))}`);
  if ('DeleteStmt' in node) return change('data', `delete from ${plain(nameOf(node.DeleteStmt.relation))}`);
  if ('TruncateStmt' in node) return change('data', 'truncate tables');
  if ('CreateSchemaStmt' in node)
    return change('add', `create schema ${node.CreateSchemaStmt.schemaname ?? ''}`);
  if ('CreateExtensionStmt' in node)
    return change('add', `create extension ${node.CreateExtensionStmt.extname}`);
  if ('CreateDomainStmt' in node)
    return change('add', `create domain ${plain(nameFrom(node.CreateDomainStmt.domainname))}`);
  if ('CreateSeqStmt' in node)
    return change('add', `create sequence ${plain(nameOf(node.CreateSeqStmt.sequence))}`);
  if ('TransactionStmt' in node || 'VariableSetStmt' in node || 'SelectStmt' in node) return undefined;
  const kind = Object.keys(node)[0] ?? '';
  return change(
    'other',
    kind
      .replace(/Stmt$/, '')
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase(),
  );
}

function change(kind: ChangeKind, text: string): Change {
  return { kind, text };
}

function words(text: string): string {
  const one = text.replaceAll(/\s+/g, ' ').trim();
  return one.length > 120 ? `${one.slice(0, 119)}…` : one;
}
