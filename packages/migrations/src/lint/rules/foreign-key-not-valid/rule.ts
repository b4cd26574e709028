import { quoteIdentifier } from '@agora/postgres';
import { as, each, nameOf, plain, quoted, strings } from '@agora/postgres/parser';

import { madeName } from '../../../script/made-name.ts';
import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const foreignKeyNotValid: Rule = {
  name: 'foreign-key-not-valid',
  severity: 'error',
  category: 'blocks',
  lock: 'SHARE ROW EXCLUSIVE',
  work: 'reads every row',
  summary: 'A foreign key added to an existing table without NOT VALID',
  why: 'Writes to both tables wait while every row of this one is looked up in the other. A row that points nowhere makes it fail. Added NOT VALID it applies to new rows at once; VALIDATE CONSTRAINT, later, checks the old ones while writes go on.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (model.isNew(table)) continue;
      const constraint =
        command.subtype === 'AT_AddConstraint' ? as(command.def, 'Constraint') : inlineKey(command.def);
      if (constraint?.contype !== 'CONSTR_FOREIGN' || constraint.skip_validation) continue;
      const columns = strings(constraint.fk_attrs);
      const name =
        constraint.conname ??
        madeName(table.name, columns.join('_') || (as(command.def, 'ColumnDef')?.colname ?? ''), 'fkey');
      const named =
        constraint.conname === undefined
          ? alteration.text.replace(/^add\s+(?=foreign)/i, `ADD CONSTRAINT ${quoteIdentifier(name)} `)
          : alteration.text;
      const validate = `-- then, in the next migration:\nALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)};`;
      const late = model.table(table)?.partitioned
        ? '-- (on a partitioned table from PostgreSQL 18; before, add it to each partition so, then to the whole)\n'
        : '';
      const [own, parent] = [plain(table), plain(nameOf(constraint.pktable))];
      const both = own === parent ? own : `${own} and ${parent}`;
      const writes = own === parent ? '' : ` and writes to ${parent}`;
      yield {
        span: alteration,
        ...(command.subtype === 'AT_AddConstraint'
          ? {}
          : { hold: { lock: 'ACCESS EXCLUSIVE', work: 'reads every row' } as const }),
        message:
          command.subtype === 'AT_AddConstraint'
            ? `Writes to ${both} wait while every row of ${own} is checked.`
            : `Reads and writes of ${own}${writes} wait while every row of ${own} is checked.`,
        fix:
          command.subtype === 'AT_AddConstraint'
            ? `${late}ALTER TABLE ${quoted(table)} ${named} NOT VALID;\n${validate}`
            : `-- add the column without REFERENCES, then:\nALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoteIdentifier(name)} FOREIGN KEY (...) REFERENCES ${quoted(nameOf(constraint.pktable))} NOT VALID;\n${validate}`,
      };
    }
  },
};

/** The REFERENCES of a new column that has a default; without one its rows are all NULL, and none is checked. */
function inlineKey(definition: Parameters<typeof as>[0]): ReturnType<typeof as<'Constraint'>> {
  const constraints = [...each(as(definition, 'ColumnDef')?.constraints, 'Constraint')];
  if (!constraints.some((one) => one.contype === 'CONSTR_DEFAULT')) return undefined;
  return constraints.find((one) => one.contype === 'CONSTR_FOREIGN');
}
