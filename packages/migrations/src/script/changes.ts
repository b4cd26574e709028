import { each } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

/** The INSERT, UPDATE, DELETE and MERGE of a statement: itself, and those in its WITH. */
export function changesOf(node: Node): readonly Node[] {
  const statement = ['SelectStmt', ...KINDS].some((kind) => kind in node);
  if (!statement) return [];
  const below = [...each([node], 'CommonTableExpr')].flatMap(({ ctequery }) => ctequery ?? []);
  return [node, ...below].filter((one) => KINDS.some((kind) => kind in one));
}

const KINDS = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const;

/** The queries of the WITH clauses of a statement, by their names. */
export function queriesOf(node: Node): ReadonlyMap<string, Node> {
  return new Map(
    [...each([node], 'CommonTableExpr')].flatMap(({ ctename = '', ctequery }) =>
      ctequery === undefined ? [] : [[ctename, ctequery] as const],
    ),
  );
}
