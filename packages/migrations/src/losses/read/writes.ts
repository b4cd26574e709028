import { as, each, type NodeOf } from '@agora/postgres/parser';
import type { Node, RangeVar } from 'libpg-query';

import type { WriteEvent } from './taking.ts';

/** The tables to whose rows a node of a query does something, whatever stands inside it. */
export function writesOf(node: Node): readonly (readonly [WriteEvent, RangeVar | undefined])[] {
  const insert = as(node, 'InsertStmt');
  if (insert) {
    const updates = insert.onConflictClause?.action === 'ONCONFLICT_UPDATE';
    return [['INSERT', insert.relation], ...(updates ? [['UPDATE', insert.relation] as const] : [])];
  }
  const update = as(node, 'UpdateStmt');
  if (update) return [['UPDATE', update.relation]];
  const removal = as(node, 'DeleteStmt');
  if (removal) return [['DELETE', removal.relation]];
  const copy = as(node, 'CopyStmt');
  if (copy?.is_from) return [['INSERT', copy.relation]];
  const merge = as(node, 'MergeStmt');
  return (['INSERT', 'UPDATE', 'DELETE'] as const).flatMap((event) =>
    merge && commandsOf(merge).has(`CMD_${event}`) ? [[event, merge.relation] as const] : [],
  );
}

function commandsOf(merge: NodeOf<'MergeStmt'>): ReadonlySet<string> {
  return new Set(
    [...each(merge.mergeWhenClauses, 'MergeWhenClause')].map((clause) => clause.commandType ?? ''),
  );
}

/** The table of a MERGE that deletes. */
export function deletingMerge(merge: NodeOf<'MergeStmt'> | undefined): RangeVar | undefined {
  return merge && commandsOf(merge).has('CMD_DELETE') ? merge.relation : undefined;
}
