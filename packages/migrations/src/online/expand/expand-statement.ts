import type { Client } from '@agora/postgres';
import { as, nameOf, type ParsedStatement } from '@agora/postgres/parser';

import { expandColumnRename } from './column/rename-column.ts';
import type { Expansion } from './expansion.ts';
import { readColumnGround } from './ground/column-ground.ts';

/**
 * What a statement becomes by expansion, if it is of a kind that can be expanded: the rename of a column.
 *
 * @param client a database that stands before the statement; nothing in it is changed
 * @param schema of unqualified names
 * @returns undefined for a statement of another kind, or on what is not there
 */
export async function expandStatement(
  client: Client,
  { node }: ParsedStatement,
  schema: string,
): Promise<Expansion | undefined> {
  const rename = as(node, 'RenameStmt');
  if (rename?.renameType !== 'OBJECT_COLUMN' || rename.relationType !== 'OBJECT_TABLE') return undefined;
  const { subname: column, newname: copy } = rename;
  if (column === undefined || copy === undefined) return undefined;
  const table = nameOf(rename.relation);
  const place = { schema: table.schema ?? schema, table, column, copy };
  const ground = await readColumnGround(client, place);
  return ground && expandColumnRename(place, ground);
}
