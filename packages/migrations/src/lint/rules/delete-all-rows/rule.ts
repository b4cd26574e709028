import { as, nameOf, type ParsedStatement, parseStatements, plain } from '@agora/postgres/parser';
import type { DeleteStmt, Node } from 'libpg-query';

import { changesOf } from '../../../script/changes.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Report, Rule } from '../../rule.ts';

export const deleteAllRows: Rule = {
  name: 'delete-all-rows',
  severity: 'error',
  category: 'data-loss',
  lock: 'ROW EXCLUSIVE',
  summary: 'A DELETE of all rows of an existing table',
  why: 'Every row is gone, with those that refer to it by ON DELETE CASCADE, and no way back has them. That is what an empty condition means, or one that was forgotten.',
  directions: ['up'],
  *statement(statement, { model }) {
    yield* reportsOf(statement, model, 'This DELETE');
  },
  *script({ backfill, model }) {
    if (backfill?.kind !== 'sql') return;
    const statements = backfill.script.statements.map((one) => ({
      ...one,
      text: one.text.replace(/(?<!:):batch\b/g, 'true'),
    }));
    for (const statement of parseStatements(statements).statements)
      yield* reportsOf(statement, model, 'The DELETE of backfill.sql');
  },
};

function* reportsOf({ node }: ParsedStatement, model: SchemaModel, what: string): Generator<Report> {
  const changes = changesOf(node);
  // DELETE ... RETURNING below an INSERT moves the rows.
  if (changes.some((one) => 'InsertStmt' in one)) return;
  for (const change of changes) {
    const found = as(change, 'DeleteStmt');
    const table = nameOf(found?.relation);
    if (!found || model.isNew(table) || !takesAll(found)) continue;
    yield {
      message: `${what} empties ${plain(table)}.`,
      fix: '-- name the rows: WHERE ...; or say why nobody misses them:\n-- agora: allow delete-all-rows because <reason>',
    };
  }
}

/** Whether its condition is missing, or true of every row whatever it holds. */
function takesAll({ whereClause, usingClause }: DeleteStmt): boolean {
  if (usingClause !== undefined && usingClause.length > 0) return false;
  return whereClause === undefined || isTrue(whereClause);
}

function isTrue(condition: NonNullable<DeleteStmt['whereClause']>): boolean {
  if (as(condition, 'A_Const')?.boolval?.boolval === true) return true;
  const comparison = as(condition, 'A_Expr');
  if (comparison && as(comparison.name?.[0], 'String')?.sval === '=') {
    const [left, right] = [comparison.lexpr, comparison.rexpr].map((one) => constantOf(one));
    return left !== undefined && left === right;
  }
  const several = as(condition, 'BoolExpr');
  if (several?.boolop === 'OR_EXPR') return (several.args ?? []).some((one) => isTrue(one));
  return several?.boolop === 'AND_EXPR' && (several.args ?? []).every((one) => isTrue(one));
}

/** A constant in a form to compare; undefined for anything else, and for NULL, which equals nothing. */
function constantOf(node: Node | undefined): string | undefined {
  const constant = as(node, 'A_Const');
  if (constant === undefined || constant.isnull === true) return undefined;
  const { location: _, ...value } = constant;
  return JSON.stringify(value);
}
