import { ownWords, quoteIdentifier } from '@agora/postgres';
import { each, nameOf, type NodeOf, type ParsedStatement, quoted } from '@agora/postgres/parser';

import { readRelation } from '../read/relation.ts';
import type { Parker } from '../parker.ts';

/**
 * UPDATE ... SET column = constant, as a script fills a column that it has added: where the column was brought back
 * with its values, only rows without one are filled.
 */
export async function fillColumns(
  parking: Parker,
  { text }: ParsedStatement,
  update: NodeOf<'UpdateStmt'>,
): Promise<boolean> {
  const { client } = parking.step;
  const [target, ...more] = [...each(update.targetList, 'ResTarget')];
  const isPlain =
    update.fromClause === undefined &&
    update.returningClause === undefined &&
    update.withClause === undefined;
  if (!target || more.length > 0 || !isPlain || [...each(target.val, 'ColumnRef')].length > 0) return false;
  const table = await readRelation(client, quoted(nameOf(update.relation)));
  const isBack = (await parking.back()).some(
    (one) =>
      one.kind === 'column' &&
      one.column === target.name &&
      one.schema === table?.schema &&
      one.name === table.name,
  );
  if (!isBack) return false;
  const where = ownWords(text).findLast(({ word }) => word === 'where');
  const missing = `${quoteIdentifier(target.name ?? '')} IS NULL`;
  const condition =
    where && update.whereClause ? ` WHERE (${text.slice(where.end)}) AND ${missing}` : ` WHERE ${missing}`;
  await client.query(`${where && update.whereClause ? text.slice(0, where.start) : `${text} `}${condition}`);
  return true;
}
