import { alterationsOf } from '../../../script/alterations.ts';
import { quoteIdentifier } from '@agora/postgres';
import { as, type Name, plain, quoted } from '@agora/postgres/parser';
import { typeText } from '../../../script/model/types.ts';
import type { Rule, StatementScope } from '../../rule.ts';

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
function likelyRenames(table: Name, { model, statements }: StatementScope): ReadonlyMap<string, string> {
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
  const pairs = new Map<string, string>();
  for (const old of gone) {
    const type = model.column(table, old)?.type;
    const found = added.find(
      ({ name, type: newType }) =>
        // The same name again is a column made anew.
        !gone.includes(name) &&
        ![...pairs.values()].includes(name) &&
        (type === undefined || newType === type) &&
        similar(old, name),
    );
    if (found) pairs.set(old, found.name);
  }
  return pairs;
}

/** One name holds the other, or a word of both is the same. */
function similar(a: string, b: string): boolean {
  return wordsOf(a).some((word) => wordsOf(b).includes(word)) || a.includes(b) || b.includes(a);
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
}
