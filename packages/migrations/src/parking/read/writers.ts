import { as, nameOf, type NodeOf, type ParsedStatement, walk } from '@agora/postgres/parser';
import type { RangeVar } from 'libpg-query';

/** A table by name; without a schema it is that of the search path. */
interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Whether rows of an INSERT are written down in it, one by one, so that they come from nowhere else. */
export function isWrittenDown(insert: NodeOf<'InsertStmt'>): boolean {
  const select = as(insert.selectStmt, 'SelectStmt');
  return select?.valuesLists !== undefined && ![...walk(select)].some((node) => 'SubLink' in node);
}

/** Whether a script writes rows of a table that it takes from elsewhere, or changes. */
export function derivesRows(script: readonly ParsedStatement[], table: Named): boolean {
  return script.some(({ node }) =>
    [...walk(node)].some((inner) => {
      const insert = as(inner, 'InsertStmt');
      if (insert) return isOf(insert.relation, table) && !isWrittenDown(insert);
      const written =
        as(inner, 'UpdateStmt')?.relation ??
        as(inner, 'DeleteStmt')?.relation ??
        as(inner, 'MergeStmt')?.relation ??
        as(inner, 'CopyStmt')?.relation;
      return written !== undefined && isOf(written, table);
    }),
  );
}

function isOf(relation: RangeVar | undefined, { schema, name }: Named): boolean {
  const written = nameOf(relation);
  return written.name === name && (written.schema ?? schema) === schema;
}
