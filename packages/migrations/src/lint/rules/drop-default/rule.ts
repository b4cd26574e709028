import { plain } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const dropDefault: Rule = {
  name: 'drop-default',
  severity: 'warning',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A default is dropped',
  why: 'Running code that leaves the column out of its INSERT gets NULL from here on, or fails where the column is required (23502).',
  directions: ['up'],
  *statement(statement, { model, statements }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_ColumnDefault' || command.def !== undefined || model.isNew(table)) continue;
      const column = model.column(table, command.name ?? '');
      if (column && (!column.hasDefault || model.isUnseen(column.addedIn))) continue;
      // Around a change of the type, as Prisma writes it.
      const again = statements
        .filter(({ start }) => start > statement.start)
        .flatMap((other) => alterationsOf(other))
        .some(
          (other) =>
            other.command.subtype === 'AT_ColumnDefault' &&
            other.command.name === command.name &&
            other.command.def !== undefined,
        );
      if (again) continue;
      yield {
        span: alteration,
        message: `Code that leaves ${plain(table)}.${command.name} out of its INSERT gets NULL, or fails.`,
        fix: '-- first release code that always gives the value',
      };
    }
  },
};
