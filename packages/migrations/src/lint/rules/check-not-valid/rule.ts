import { quoteIdentifier } from '@agora/postgres';
import { as, each, plain, quoted } from '@agora/postgres/parser';

import { madeName } from '../../../script/made-name.ts';
import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const checkNotValid: Rule = {
  name: 'check-not-valid',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'reads every row',
  summary: 'A CHECK added to an existing table without NOT VALID',
  why: 'Nobody reads or writes the table while every row is checked, and one old row that breaks the rule makes it fail. Added NOT VALID it applies to new rows at once; VALIDATE CONSTRAINT, later, checks the old ones while reads and writes go on.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (model.isNew(table)) continue;
      const constraint = as(command.def, 'Constraint');
      if (command.subtype === 'AT_AddConstraint' && constraint?.contype === 'CONSTR_CHECK') {
        if (constraint.skip_validation) continue;
        const name = constraint.conname ?? madeName(table.name, '', 'check');
        const named =
          constraint.conname === undefined
            ? alteration.text.replace(/^add\s+/i, `ADD CONSTRAINT ${quoteIdentifier(name)} `)
            : alteration.text;
        yield {
          span: alteration,
          message: `Nobody reads or writes ${plain(table)} while every row is checked.`,
          fix: `ALTER TABLE ${quoted(table)} ${named} NOT VALID;\n-- then, in the next migration:\nALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)};`,
        };
      }
      const column = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
      if (![...each(column?.constraints, 'Constraint')].some(({ contype }) => contype === 'CONSTR_CHECK'))
        continue;
      yield {
        span: alteration,
        message: `The CHECK of the new column ${column?.colname} scans all of ${plain(table)} under an ACCESS EXCLUSIVE lock.`,
        fix: `-- add the column without the CHECK, then:\nALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoteIdentifier(madeName(table.name, column?.colname ?? '', 'check'))} CHECK (...) NOT VALID;\n-- then, in the next migration:\nALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${quoteIdentifier(madeName(table.name, column?.colname ?? '', 'check'))};`,
      };
    }
  },
};
