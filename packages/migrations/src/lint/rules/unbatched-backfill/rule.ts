import { as, each, nameOf, type ParsedStatement, plain } from '@agora/postgres/parser';
import type { Rule, StatementScope } from '../../rule.ts';

export const unbatchedBackfill: Rule = {
  name: 'unbatched-backfill',
  severity: 'warning',
  category: 'blocks',
  lock: 'ROW EXCLUSIVE',
  summary: 'UPDATE or DELETE over a whole table in one transaction, perhaps under the locks of DDL',
  why: 'Every row it touches stays locked until the end, dead rows pile up that VACUUM cannot take, replicas lag. If DDL on the table stands before it in the same file, nobody reads or writes the table until the last row is done.',
  *statement(statement, scope) {
    const change = as(statement.node, 'UpdateStmt') ?? as(statement.node, 'DeleteStmt');
    if (!change || batched(statement, scope)) return;
    const table = nameOf(change.relation);
    if (scope.model.isNew(table) || [...each(change.whereClause, 'SubLink')].some(limits)) return;
    const locked = lockedBefore(statement, scope, scope.model.key(table));
    const verb = 'UpdateStmt' in statement.node ? 'UPDATE' : 'DELETE';
    const all = change.whereClause === undefined ? 'every row' : 'its rows';
    yield {
      ...(locked ? { severity: 'error' as const, lock: 'ACCESS EXCLUSIVE' as const } : {}),
      message: locked
        ? `This ${verb} goes through ${all} of ${plain(table)} under the lock that the ALTER TABLE above took.`
        : `This ${verb} changes ${all} of ${plain(table)} in one transaction.`,
      fix: `-- in a migration of its own, in batches that are committed one by one:\n-- agora: no-transaction\nDO $$\nDECLARE changed bigint;\nBEGIN\n  LOOP\n    -- add to the statement: WHERE id IN (SELECT id FROM ... WHERE <not yet done> LIMIT 5000)\n    ${statement.text.replaceAll(/\s+/g, ' ')};\n    GET DIAGNOSTICS changed = ROW_COUNT;\n    EXIT WHEN changed = 0;\n    COMMIT;\n  END LOOP;\nEND $$;`,
    };
  },
};

/** In a DO block that commits, and in a file without a transaction, so that it may. */
function batched(statement: ParsedStatement, { transactional, statements }: StatementScope): boolean {
  if (transactional || !statement.nested) return false;
  const block = statements.find((other) => !other.nested && other.index === statement.index);
  return /\bcommit\s*;/i.test(block?.text ?? '');
}

function limits(link: { subselect?: unknown }): boolean {
  return [...each([link.subselect], 'SelectStmt')].some((select) => select.limitCount !== undefined);
}

function lockedBefore(statement: ParsedStatement, scope: StatementScope, table: string): boolean {
  if (!scope.transactional) return false;
  return scope.statements.some((other) => {
    const alter = as(other.node, 'AlterTableStmt');
    return (
      other.start < statement.start &&
      alter !== undefined &&
      scope.model.key(nameOf(alter.relation)) === table
    );
  });
}
