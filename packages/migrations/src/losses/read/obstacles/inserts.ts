import { as, nameOf, type ParsedStatement, relationsIn } from '@agora/postgres/parser';

import { before } from '../../../script/clauses.ts';
import { isTouched } from '../earlier-statements.ts';
import type { Place } from './keys.ts';
import type { RowTest } from './row-test.ts';

/** INSERT without ON CONFLICT: rows that are there hold the keys that it writes. */
export function ofInsert({ node, text }: ParsedStatement, place: Omit<Place, 'table'>): readonly RowTest[] {
  const insert = as(node, 'InsertStmt');
  const { model, earlier, ahead } = place;
  if (!insert?.selectStmt || insert.onConflictClause || insert.withClause) return [];
  // What the words mean now they must mean then.
  if ([...relationsIn(insert)].some((one) => isTouched(nameOf(one), model, earlier))) return [];
  const table = model.originOf(nameOf(insert.relation));
  const source = text.slice(before(text, ['values', 'select', 'with', 'table']).length);
  if (!table || source === '') return [];
  return [
    {
      table,
      isCertain: true,
      what: `of ${table.name} hold a key that is put in again`,
      question: {
        kind: 'inserted',
        columns: (insert.cols ?? []).map((one) => as(one, 'ResTarget')?.name ?? ''),
        source: before(source, ['returning']).replace(/;\s*$/, ''),
        without: ahead.dropped,
      },
    },
  ];
}
