import { plain, quoted } from '@agora/postgres/parser';
import { quoteIdentifier } from '@agora/postgres';

import { alterationsOf, isNoDefault } from '../../../script/alterations.ts';
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
      const drops =
        isNoDefault(command) ||
        command.subtype === 'AT_DropIdentity' ||
        command.subtype === 'AT_DropExpression';
      if (!drops || model.isNew(table)) continue;
      const column = model.column(table, command.name ?? '');
      if (column && (!column.hasDefault || model.isUnseen(column.addedIn))) continue;
      // Around a change of the type, as Prisma writes it.
      const settled = statements
        .flatMap((other) => alterationsOf(other))
        .some(
          (other) =>
            other.start > alteration.start &&
            other.command.name === command.name &&
            model.key(other.table) === model.key(table) &&
            ((other.command.subtype === 'AT_ColumnDefault' && !isNoDefault(other.command)) ||
              other.command.subtype === 'AT_AddIdentity' ||
              // drop-column speaks of it.
              other.command.subtype === 'AT_DropColumn'),
        );
      if (settled) continue;
      yield {
        span: alteration,
        message: `Code that leaves ${plain(table)}.${command.name} out of its INSERT gets NULL, or fails.`,
        fix: `-- 1. release code that always gives the value\n-- 2. then, in a later migration:\n-- agora: allow drop-default because all released code gives ${command.name} since <version>\nALTER TABLE ${quoted(table)} ALTER COLUMN ${quoteIdentifier(command.name ?? '')} ${alteration.text.replace(/^.*\s(?=(?:drop|set)\s)/is, '')};`,
      };
    }
  },
};
