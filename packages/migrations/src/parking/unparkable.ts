import {
  as,
  droppedNames,
  items,
  nameOf,
  type ParsedStatement,
  plain,
  strings,
} from '@agora/postgres/parser';

import type { SchemaModel } from '../script/model/schema-model.ts';

/**
 * Why what a statement destroys is not parked whatever the database holds, and what to write instead: a sentence.
 * @param model the schema before the statement
 * @returns undefined where it destroys nothing that was there before the script, or may be parked
 */
export function whyUnparkable({ node }: ParsedStatement, model: SchemaModel): string | undefined {
  const truncate = as(node, 'TruncateStmt');
  if (truncate) {
    const names = (truncate.relations ?? []).map((one) => nameOf(as(one, 'RangeVar')));
    return rowsGo('TRUNCATE', names, model);
  }
  const deletion = as(node, 'DeleteStmt');
  if (deletion && !deletion.whereClause) return rowsGo('DELETE', [nameOf(deletion.relation)], model);
  const drop = as(node, 'DropStmt');
  if (drop?.behavior !== 'DROP_CASCADE') return undefined;
  if (drop.removeType === 'OBJECT_SCHEMA') {
    const schemas = (drop.objects ?? [])
      .flatMap((object) => strings(items(object)))
      .filter((name) => model.schemas.get(name) !== undefined || !model.schemas.has(name));
    if (schemas.length === 0) return undefined;
    return `what is in the schema ${schemas.join(', ')} is dropped and not parked: CASCADE does not name it; DROP TABLE of its tables before parks them`;
  }
  return undefined;
}

function rowsGo(
  verb: string,
  names: ReturnType<typeof droppedNames>,
  model: SchemaModel,
): string | undefined {
  const old = names.filter((name) => model.originOf(name) !== undefined).map(plain);
  const [first] = old;
  if (first === undefined) return undefined;
  return `the rows of ${old.join(', ')} are not parked: ${verb} leaves the table where it is; keep them by CREATE TABLE ${first}_kept AS TABLE ${first} before it`;
}
