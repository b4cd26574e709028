import { alterationsOf } from '../../../script/alterations.ts';
import { quoteIdentifier } from '@agora/postgres';
import { as, each, type Name, nameOf, plain, quoted, strings } from '@agora/postgres/parser';
import { typeText } from '../../../script/model/types.ts';
import type { Rule, StatementScope } from '../../rule.ts';
import { sameThing, shareAWord } from './likeness.ts';

export const dropAddColumn: Rule = {
  name: 'drop-add-column',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A column dropped and another of the same type added: a rename written as a loss',
  why: 'Prisma cannot tell a renamed field from one that was removed while another was added, and writes DROP COLUMN and ADD COLUMN. Every value of the old column is gone.',
  directions: ['up'],
  supersedes: ['drop-column', 'required-column'],
  *statement(statement, scope) {
    for (const dropped of alterationsOf(statement)) {
      const { command, table } = dropped;
      if (command.subtype !== 'AT_DropColumn' || scope.model.isNew(table)) continue;
      const name = command.name ?? '';
      const added = likelyRenames(table, scope).get(name);
      if (added === undefined) continue;
      const type = scope.model.column(table, name)?.type;
      yield {
        span: dropped,
        message: `${plain(table)}.${name} is dropped and ${added}${type === undefined ? '' : `, also ${type},`} is added: if this is a rename, its data is lost.`,
        fix: `ALTER TABLE ${quoted(table)} RENAME COLUMN ${quoteIdentifier(name)} TO ${quoteIdentifier(added)};`,
      };
    }
  },
};

/** Dropped columns of a table with the added one that each may have become; each at most once. */
function likelyRenames(table: Name, scope: StatementScope): ReadonlyMap<string, string> {
  const { model, statements, migration } = scope;
  const changes = statements
    .flatMap((statement) => alterationsOf(statement))
    .filter((change) => model.key(change.table) === model.key(table));
  const gone = changes
    .filter(({ command }) => command.subtype === 'AT_DropColumn')
    .map(({ command }) => command.name ?? '');
  const added = changes.flatMap(({ command }) => {
    const column = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
    return column ? { name: column.colname ?? '', type: typeText(column.typeName) } : [];
  });
  // Whoever named the migration so tells what happened.
  const alike = /rename/i.test(migration) ? shareAWord : sameThing;
  const pairs = new Map<string, string>();
  for (const old of gone) {
    const type = model.column(table, old)?.type;
    const found = added.find(
      ({ name, type: newType }) =>
        // The same name again is a column made anew.
        !gone.includes(name) &&
        ![...pairs.values()].includes(name) &&
        (type === undefined || newType === type) &&
        alike(old, name) &&
        !copied(table, old, name, scope),
    );
    if (found) pairs.set(old, found.name);
  }
  return pairs;
}

/** Whether an UPDATE of the script fills the new column from the old one: then nothing is lost. */
function copied(table: Name, from: string, to: string, { model, statements }: StatementScope): boolean {
  return statements.some(({ node }) => {
    const update = as(node, 'UpdateStmt');
    if (!update || model.key(nameOf(update.relation)) !== model.key(table)) return false;
    return (update.targetList ?? []).some((one) => {
      const target = as(one, 'ResTarget');
      const reads = [...each([target?.val], 'ColumnRef')].map(({ fields }) => strings(fields).at(-1));
      return target?.name === to && reads.includes(from);
    });
  });
}
