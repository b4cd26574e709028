import { quoteIdentifier } from '@agora/postgres';
import { as, nameOf, plain, quoted } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const renameTable: Rule = {
  name: 'rename-table',
  severity: 'error',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A table is renamed or moved to another schema',
  why: 'From this moment every query of running code that uses the old name fails, until the new code is everywhere.',
  directions: ['up'],
  *statement(statement, { model }) {
    const rename = as(statement.node, 'RenameStmt');
    const moved = as(statement.node, 'AlterObjectSchemaStmt');
    const isRename = rename?.renameType === 'OBJECT_TABLE';
    if (!isRename && moved?.objectType !== 'OBJECT_TABLE') return;
    const table = nameOf(isRename ? rename.relation : moved?.relation);
    if (model.isNew(table)) return;
    const target = isRename
      ? { ...table, name: rename.newname ?? '' }
      : { schema: moved?.newschema ?? '', name: table.name };
    yield {
      message: `${isRename ? 'Renaming' : 'Moving'} ${plain(table)} to ${plain(target)} breaks running code that uses the old name.`,
      fix: `-- rename in the code alone: @@map("${table.name}") in schema.prisma, no migration; or\n-- keep both names working while the code is released (a view takes no COPY and no TRUNCATE), and drop the view later:\n${statement.text};\nCREATE VIEW ${table.schema === undefined ? '' : `${quoteIdentifier(table.schema)}.`}${quoteIdentifier(table.name)} AS SELECT * FROM ${quoted(target)};`,
    };
  },
};
