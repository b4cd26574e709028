import { alterationsOf } from '../../alterations.ts';
import { plain, quoted } from '../../model/names.ts';
import { typeText } from '../../model/types.ts';
import { quoteIdentifier } from '@agora/postgres';
import type { Rule } from '../../rule.ts';
import { as } from '../../syntax.ts';

export const dropAddColumn: Rule = {
  name: 'drop-add-column',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A column dropped and another of the same type added: a rename written as a loss',
  why: 'Prisma cannot tell a renamed field from one that was removed while another was added, and writes DROP COLUMN and ADD COLUMN. Every value of the old column is gone.',
  directions: ['up'],
  supersedes: ['drop-column', 'required-column'],
  *statement(statement, { model, statements }) {
    for (const dropped of alterationsOf(statement)) {
      const { command, table } = dropped;
      if (command.subtype !== 'AT_DropColumn' || model.isNew(table)) continue;
      const name = command.name ?? '';
      const type = model.column(table, name)?.type;
      const added = statements
        .flatMap((other) => alterationsOf(other))
        .filter((other) => model.key(other.table) === model.key(table))
        .flatMap((other) => {
          const column =
            other.command.subtype === 'AT_AddColumn' ? as(other.command.def, 'ColumnDef') : undefined;
          return column && column.colname !== name
            ? { name: column.colname ?? '', type: typeText(column.typeName) }
            : [];
        })
        .find((column) => (type === undefined ? similar(name, column.name) : column.type === type));
      if (!added) continue;
      yield {
        span: dropped,
        message: `${plain(table)}.${name} is dropped and ${added.name}${type === undefined ? '' : `, also ${type},`} is added: if this is a rename, its data is lost.`,
        rewrite: `ALTER TABLE ${quoted(table)} RENAME COLUMN ${quoteIdentifier(name)} TO ${quoteIdentifier(added.name)};`,
      };
    }
  },
};

/** Where the old type is unknown: one name holds the other, or a word of both is the same. */
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
