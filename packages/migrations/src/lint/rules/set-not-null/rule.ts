import { quoteIdentifier } from '@agora/postgres';
import { as, plain, quoted, strings } from '@agora/postgres/parser';

import { type Alteration, alterationsOf } from '../../../script/alterations.ts';
import { madeName } from '../../../script/made-name.ts';
import type { TableFact } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const setNotNull: Rule = {
  name: 'set-not-null',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'reads every row',
  summary: 'SET NOT NULL on a column that no validated check covers',
  why: 'Nobody reads or writes the table while every row is looked at, and one NULL makes it fail (23502). After a validated CHECK (column IS NOT NULL), PostgreSQL 12 and later skip the scan.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { table } = alteration;
      if (model.isNew(table)) continue;
      const known = model.table(table);
      const column = requiredColumns(alteration, known).find(
        (one) =>
          !known?.columns.get(one)?.notNull &&
          !known?.constraints.some(
            ({ validated, notNullColumns }) => validated && notNullColumns.includes(one),
          ),
      );
      if (column === undefined) continue;
      // Not the name that PostgreSQL 18 gives to the NOT NULL itself.
      const name = quoteIdentifier(madeName(table.name, column, 'is_set'));
      yield {
        span: alteration,
        message: `Nobody reads or writes ${plain(table)} while every row is looked at for a NULL in ${column}.`,
        fix: `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${name} CHECK (${quoteIdentifier(column)} IS NOT NULL) NOT VALID;\n-- then, in the next migration:\nALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${name};\n-- then, in the one after it:\nALTER TABLE ${quoted(table)} ALTER COLUMN ${quoteIdentifier(column)} SET NOT NULL;\nALTER TABLE ${quoted(table)} DROP CONSTRAINT ${name};`,
      };
    }
  },
};

/**
 * The columns of SET NOT NULL, of PostgreSQL 18's ADD CONSTRAINT ... NOT NULL unless it is NOT VALID, and of PRIMARY KEY
 * USING INDEX: the index is there already, the scan for NULLs is not. (A key that builds its index is told by
 * constraint-builds-index.)
 */
function requiredColumns({ command }: Alteration, known: TableFact | undefined): readonly string[] {
  if (command.subtype === 'AT_SetNotNull') return command.name === undefined ? [] : [command.name];
  if (command.subtype !== 'AT_AddConstraint') return [];
  const constraint = as(command.def, 'Constraint');
  if (constraint?.contype === 'CONSTR_PRIMARY' && constraint.indexname !== undefined)
    // Where the history does not tell the column, it is most likely an id that is required.
    return (known?.uniques?.find(({ name }) => name === constraint.indexname)?.columns ?? []).filter(
      (column) => known?.columns.has(column),
    );
  if (constraint?.contype !== 'CONSTR_NOTNULL' || constraint.skip_validation) return [];
  return strings(constraint.keys).slice(-1);
}
