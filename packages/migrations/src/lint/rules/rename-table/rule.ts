import { quoteIdentifier } from '@agora/postgres';
import { as, type Name, nameFrom, nameOf, type ParsedStatement, plain, quoted } from '@agora/postgres/parser';

import { remade, renamedObject } from '../../../script/model/objects.ts';
import type { Report, Rule, StatementScope } from '../../rule.ts';
import { transactionOf } from '../../transactions.ts';

export const renameTable: Rule = {
  name: 'rename-table',
  severity: 'error',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A table, view, function, enum or schema is renamed, or moved to another schema',
  why: 'From this moment every query of running code that uses the old name fails, until the new code is everywhere. Prisma Client also names each enum, as it casts to it.',
  directions: ['up'],
  *statement(statement, scope) {
    const { model } = scope;
    const rename = as(statement.node, 'RenameStmt');
    const moved = as(statement.node, 'AlterObjectSchemaStmt');
    const kind = rename?.renameType ?? moved?.objectType;
    if (kind !== 'OBJECT_TABLE') {
      yield* otherKinds(statement, kind, scope);
      return;
    }
    const table = nameOf(rename?.relation ?? moved?.relation);
    if (model.isNew(table)) return;
    const target = rename
      ? { ...table, name: rename.newname ?? '' }
      : { schema: moved?.newschema ?? '', name: table.name };
    yield {
      message: breaks(rename ? 'Renaming' : 'Moving', plain(table), plain(target)),
      fix: `-- rename in the code alone: @@map("${table.name}") in schema.prisma, no migration; or\n-- keep both names working while the code is released (a view takes no COPY and no TRUNCATE), and drop the view later:\n${statement.text};\nCREATE VIEW ${table.schema === undefined ? '' : `${quoteIdentifier(table.schema)}.`}${quoteIdentifier(table.name)} AS SELECT * FROM ${quoted(target)};`,
    };
  },
};

const KINDS: Readonly<Partial<Record<string, string>>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_TYPE: 'enum',
  OBJECT_SCHEMA: 'schema',
};

function* otherKinds(
  statement: ParsedStatement,
  kind: string | undefined,
  scope: StatementScope,
): Generator<Report> {
  const what = KINDS[kind ?? ''];
  if (what === undefined) return;
  const { from, to } = namesOf(statement, scope) ?? {};
  if (from === undefined || to === undefined) return;
  yield {
    // Nobody waits for the name of a function, a type or a schema.
    ...(what.endsWith('view') ? {} : { hold: {} }),
    message: breaks('RenameStmt' in statement.node ? 'Renaming' : 'Moving', `the ${what} ${from}`, to),
    fix: `-- 1. make the ${what} under the new name beside the old one, and release code that uses it\n-- 2. drop the old one in a later migration; or, where no running code uses the name:\n-- agora: allow rename-table because <reason>`,
  };
}

/** The names before and after; undefined where the old one is of the same migration, is there again at its end, or was a stand-in. */
function namesOf(
  statement: ParsedStatement,
  scope: StatementScope,
): { readonly from: string; readonly to: string } | undefined {
  const { model, statements } = scope;
  const object = renamedObject(model, statement.node);
  if (object) {
    const known = model.objects.get(object.from);
    if (model.isUnseen(known?.createdIn) || known?.returnsTrigger) return undefined;
    const next = remade(model, object.from, statement, statements);
    if (isAtOnce(statement, next, scope)) return undefined;
    return { from: plain(object.name), to: plain(object.target) };
  }
  const { renameType, object: list, subname, newname = '' } = as(statement.node, 'RenameStmt') ?? {};
  if (renameType === 'OBJECT_SCHEMA') {
    const isMade = statements.some(({ node }) => as(node, 'CreateSchemaStmt')?.schemaname === subname);
    return subname === undefined || isMade ? undefined : { from: subname, to: newname };
  }
  const moved = as(statement.node, 'AlterObjectSchemaStmt');
  const name = nameFrom(as(list ?? moved?.object, 'List')?.items);
  const known = model.enums.get(model.key(name));
  if (known === undefined || model.isUnseen(known.createdIn)) return undefined;
  const key = model.key(name);
  const next = statements.find((other) => other.start > statement.start && makesType(other, key, scope));
  if (isAtOnce(statement, next, scope)) return undefined;
  // What takes the place of another was made to do so: no code has used its first name.
  const target = model.key({ ...name, name: newname });
  const before = statements.find(
    (other) => other.start < statement.start && leavesName(other, target, scope),
  );
  if (isAtOnce(statement, before, scope)) return undefined;
  return {
    from: plain(name),
    to: plain(moved ? { schema: moved.newschema ?? '', name: name.name } : { ...name, name: newname }),
  };
}

/** Whether a statement makes a type of that name, or gives the name to another. */
function makesType({ node }: ParsedStatement, key: string, { model }: StatementScope): boolean {
  const create = as(node, 'CreateEnumStmt');
  if (create) return model.key(nameFrom(create.typeName)) === key;
  const { renameType, object, newname = '' } = as(node, 'RenameStmt') ?? {};
  if (renameType !== 'OBJECT_TYPE') return false;
  const name: Name = { ...nameFrom(as(object, 'List')?.items), name: newname };
  return model.key(name) === key;
}

/** Whether a statement gives a type of that name another one. */
function leavesName({ node }: ParsedStatement, key: string, { model }: StatementScope): boolean {
  const rename = as(node, 'RenameStmt');
  return (
    rename?.renameType === 'OBJECT_TYPE' && model.key(nameFrom(as(rename.object, 'List')?.items)) === key
  );
}

/** Whether what makes the old name again commits together with the rename, so that nobody misses it. */
function isAtOnce(
  statement: ParsedStatement,
  next: ParsedStatement | undefined,
  scope: StatementScope,
): boolean {
  const transaction = transactionOf(statement, scope);
  return next !== undefined && transaction !== undefined && transaction === transactionOf(next, scope);
}

function breaks(verb: string, from: string, to: string): string {
  return `${verb} ${from} to ${to} breaks running code that uses the old name.`;
}
