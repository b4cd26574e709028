import { quoteIdentifier } from '@agora/postgres';
import { as, nameOf, plain, quoted } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const renameColumn: Rule = {
  name: 'rename-column',
  severity: 'error',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A column is renamed',
  why: 'From this moment every query of running code that uses the old name fails, until the new code is everywhere; and if the deploy is rolled back, the new code fails. The rename itself is instant and loses nothing.',
  directions: ['up'],
  *statement(statement, { model }) {
    const rename = as(statement.node, 'RenameStmt');
    if (rename?.renameType !== 'OBJECT_COLUMN' || rename.relationType !== 'OBJECT_TABLE') return;
    const table = nameOf(rename.relation);
    const { subname = '', newname = '' } = rename;
    if (model.isNew(table) || model.isUnseen(model.column(table, subname)?.addedIn)) return;
    const [from, to] = [quoteIdentifier(subname), quoteIdentifier(newname)];
    yield {
      message: `Renaming ${plain(table)}.${subname} to ${newname} breaks running code that uses the old name.`,
      fix: `-- rename in the code alone: ${newname} ... @map("${subname}") in schema.prisma, no migration; or in steps:\n-- 1. ALTER TABLE ${quoted(table)} ADD COLUMN ${to} ...; write both from the code; copy ${from} in batches\n-- 2. read ${to}; release\n-- 3. drop ${from}`,
    };
  },
};
