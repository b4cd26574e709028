import { quoteIdentifier } from '@agora/postgres';
import { plain, quoted } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const setNotNull: Rule = {
  name: 'set-not-null',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'SET NOT NULL on a column that no validated check covers',
  why: 'Nobody reads or writes the table while every row is looked at, and one NULL makes it fail (23502). After a validated CHECK (column IS NOT NULL), PostgreSQL 12 and later skip the scan.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_SetNotNull' || model.isNew(table)) continue;
      const column = command.name ?? '';
      const known = model.table(table);
      if (known?.columns.get(column)?.notNull) continue;
      const proven = known?.constraints.some((one) => one.validated && one.notNullColumns.includes(column));
      if (proven) continue;
      const name = quoteIdentifier(`${table.name}_${column}_not_null`);
      yield {
        span: alteration,
        message: `Nobody reads or writes ${plain(table)} while every row is looked at for a NULL in ${column}.`,
        rewrite: `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${name} CHECK (${quoteIdentifier(column)} IS NOT NULL) NOT VALID;\n-- then, in the next migration:\nALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${name};\n-- then, in the one after it:\nALTER TABLE ${quoted(table)} ALTER COLUMN ${quoteIdentifier(column)} SET NOT NULL;\nALTER TABLE ${quoted(table)} DROP CONSTRAINT ${name};`,
      };
    }
  },
};
