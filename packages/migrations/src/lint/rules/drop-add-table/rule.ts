import type { CreateStmt } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import { as, droppedNames, nameOf, plain, quoted } from '@agora/postgres/parser';
import { typeText } from '../../../script/model/types.ts';
import type { Rule } from '../../rule.ts';

export const dropAddTable: Rule = {
  name: 'drop-add-table',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A table dropped and another with nearly the same columns created: a rename written as a loss',
  why: 'Prisma writes a renamed model as DROP TABLE and CREATE TABLE. Every row of the old table is gone.',
  directions: ['up'],
  supersedes: ['drop-table'],
  *statement(statement, { model, statements }) {
    const drop = as(statement.node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_TABLE') return;
    for (const name of droppedNames(drop.objects)) {
      const old = model.table(name);
      if (!old || model.isNew(name) || old.columns.size < 2) continue;
      const columns = new Set([...old.columns.values()].map((column) => `${column.name} ${column.type}`));
      const twin = statements
        .map((other) => as(other.node, 'CreateStmt'))
        .find((create) => create !== undefined && overlap(create, columns) >= 0.7);
      if (!twin) continue;
      const created = nameOf(twin.relation);
      yield {
        message: `${plain(name)} is dropped and ${plain(created)}, with the same columns, is created: if this is a rename, its rows are lost.`,
        fix: `ALTER TABLE ${quoted(name)} RENAME TO ${quoteIdentifier(created.name)};`,
      };
    }
  },
};

/** Share of the columns (name and type) that both tables have, of the larger one's. */
function overlap(create: CreateStmt, columns: ReadonlySet<string>): number {
  const created = (create.tableElts ?? []).flatMap((element) => {
    const column = as(element, 'ColumnDef');
    return column ? `${column.colname} ${typeText(column.typeName)}` : [];
  });
  const shared = created.filter((column) => columns.has(column)).length;
  return shared / Math.max(created.length, columns.size, 1);
}
