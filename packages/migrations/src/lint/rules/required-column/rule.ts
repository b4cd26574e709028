import { quoteIdentifier } from '@agora/postgres';
import { as, plain, quoted } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import { isSerial, typeText } from '../../../script/model/types.ts';
import type { Rule } from '../../rule.ts';

const fills: ReadonlySet<string> = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);

export const requiredColumn: Rule = {
  name: 'required-column',
  severity: 'error',
  category: 'fails',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A NOT NULL column without a default is added to an existing table',
  why: 'If the table has a single row, it fails (23502); if it has none, running code that does not know the column can no longer insert.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const column = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
      if (!column || model.isNew(table)) continue;
      const kinds = (column.constraints ?? []).map((one) => as(one, 'Constraint')?.contype ?? '');
      const required = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY');
      const filled = kinds.some((kind) => fills.has(kind));
      const type = typeText(column.typeName);
      if (!required || filled || isSerial(type)) continue;
      const name = quoteIdentifier(column.colname ?? '');
      yield {
        span: alteration,
        message: `${plain(table)}.${column.colname} is required and has no value for the rows that exist.`,
        fix: `-- with a constant or stable default (instant since PostgreSQL 11):\nALTER TABLE ${quoted(table)} ADD COLUMN ${name} ${type} NOT NULL DEFAULT ...;\n-- or in steps: add it nullable; fill it in batches; then as set-not-null says`,
      };
    }
  },
};
