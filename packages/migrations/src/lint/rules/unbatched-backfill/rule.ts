import type { MergeWhenClause, Node } from 'libpg-query';

import { as, each, type Name, nameOf, type ParsedStatement, plain } from '@agora/postgres/parser';

import { changesOf, queriesOf } from '../../../script/changes.ts';
import type { LockMode } from '../../locks/lock-mode.ts';
import type { Rule, StatementScope } from '../../rule.ts';
import { namesRows } from './names-rows.ts';
import { copiedTables, tablesOf } from './copied-tables.ts';

export const unbatchedBackfill: Rule = {
  name: 'unbatched-backfill',
  severity: 'warning',
  category: 'blocks',
  lock: 'ROW EXCLUSIVE',
  work: 'reads every row',
  summary:
    'UPDATE, DELETE or INSERT ... SELECT over a whole table in one transaction, perhaps under the locks of DDL',
  why: 'Every row it touches stays locked until the end, dead rows pile up that VACUUM cannot take, replicas lag. If DDL on the table stands before it in the same file, nobody reads or writes the table until the last row is done.',
  *statement(statement, scope) {
    const queries = queriesOf(statement.node);
    const [work] = changesOf(statement.node).flatMap((node) => workOf(node, scope, queries) ?? []);
    if (!work || batched(statement, scope)) return;
    const { verb, what, tables } = work;
    const locked = tables.find((table) => lockedBefore(statement, scope, scope.model.key(table)));
    // Rows that are copied into a new table are only read.
    const onlyRead = work.into !== undefined && scope.model.isNew(work.into);
    const lock: LockMode = locked ? 'ACCESS EXCLUSIVE' : onlyRead ? 'ACCESS SHARE' : 'ROW EXCLUSIVE';
    yield {
      hold: { lock, work: 'reads every row' },
      ...(locked ? { severity: 'error' as const } : {}),
      message: locked
        ? `This ${verb} goes through ${what} under the lock that the ALTER TABLE above took on ${plain(locked)}.`
        : `This ${verb} ${verb === 'INSERT' ? 'copies' : 'changes'} ${what} in one transaction.`,
      fix: `-- in a migration of its own, in batches that are committed one by one:\n-- agora: no-transaction\nDO $$\nDECLARE changed bigint;\nBEGIN\n  LOOP\n    -- add to the statement: WHERE id IN (SELECT id FROM ... WHERE <not yet done> LIMIT 5000)\n    ${statement.text.replaceAll(/\s+/g, ' ')};\n    GET DIAGNOSTICS changed = ROW_COUNT;\n    EXIT WHEN changed = 0;\n    COMMIT;\n  END LOOP;\nEND $$;`,
    };
  },
};

interface Work {
  readonly verb: 'UPDATE' | 'DELETE' | 'INSERT' | 'MERGE';
  readonly what: string;
  /** Existing tables that it reads or writes from end to end. */
  readonly tables: readonly Name[];
  /** Of an INSERT. */
  readonly into?: Name;
}

/** What a statement does to the rows of existing tables; undefined for few of them. */
function workOf(node: Node, { model }: StatementScope, queries: ReadonlyMap<string, Node>): Work | undefined {
  const insert = as(node, 'InsertStmt');
  if (insert) {
    const select = as(insert.selectStmt, 'SelectStmt');
    const tables = select ? copiedTables(select, { model, queries }) : [];
    return tables.length === 0
      ? undefined
      : {
          verb: 'INSERT',
          what: `the rows of ${tables.map(plain).join(', ')}`,
          tables,
          into: nameOf(insert.relation),
        };
  }
  const merge = as(node, 'MergeStmt');
  if (merge) {
    const target = nameOf(merge.relation);
    const sources = merge.sourceRelation ? tablesOf(merge.sourceRelation, { model, queries }) : [];
    const whole = sources.length > 0 || [...each(merge.mergeWhenClauses, 'MergeWhenClause')].some(bySource);
    return model.isNew(target) || !whole
      ? undefined
      : { verb: 'MERGE', what: `the rows of ${plain(target)}`, tables: [target, ...sources] };
  }
  const change = as(node, 'UpdateStmt') ?? as(node, 'DeleteStmt');
  const table = nameOf(change?.relation);
  if (!change || model.isNew(table) || [...each(change.whereClause, 'SubLink')].some(limits))
    return undefined;
  const joined = as(node, 'UpdateStmt')?.fromClause ?? as(node, 'DeleteStmt')?.usingClause ?? [];
  if (joined.some((one) => isLimited(one, queries))) return undefined;
  if (namesRows(change.whereClause, table, model)) return undefined;
  const rows = change.whereClause === undefined ? 'every row' : 'its rows';
  return {
    verb: 'UpdateStmt' in node ? 'UPDATE' : 'DELETE',
    what: `${rows} of ${plain(table)}`,
    tables: [table],
  };
}

/** WHEN NOT MATCHED BY SOURCE, which goes through the target. */
function bySource({ matchKind }: MergeWhenClause): boolean {
  return matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE';
}

/** In a DO block that commits, and in a file without a transaction, so that it may. */
function batched(statement: ParsedStatement, { transactional, statements }: StatementScope): boolean {
  if (transactional || !statement.nested) return false;
  const block = statements.find((other) => !other.nested && other.index === statement.index);
  return /\bcommit\s*;/i.test(block?.text ?? '');
}

/** Whether what a statement joins its table with is a query that has a LIMIT, or reads from one that has. */
function isLimited(source: Node, queries: ReadonlyMap<string, Node>): boolean {
  const { schemaname, relname = '' } = as(source, 'RangeVar') ?? {};
  const rest = new Map([...queries].filter(([name]) => name !== relname));
  const query = schemaname === undefined ? queries.get(relname) : undefined;
  const select = as(query ?? as(source, 'RangeSubselect')?.subquery, 'SelectStmt');
  return (
    select !== undefined &&
    (select.limitCount !== undefined || (select.fromClause ?? []).some((one) => isLimited(one, rest)))
  );
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
