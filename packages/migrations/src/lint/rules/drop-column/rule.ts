import { alterationsOf } from '../../../script/alterations.ts';
import { plain, quoted } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const dropColumn: Rule = {
  name: 'drop-column',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A column is dropped',
  why: 'Its data is gone, and until the last instance of the old code is stopped, every query that names the column fails: Prisma names every column in every SELECT and INSERT.',
  directions: ['up'],
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_DropColumn' || model.isNew(table)) continue;
      if (model.isUnseen(model.column(table, command.name ?? '')?.addedIn)) continue;
      // IF EXISTS, where the history knows the table and no such column.
      const isGuess =
        command.missing_ok === true &&
        model.table(table) !== undefined &&
        model.column(table, command.name ?? '') === undefined;
      yield {
        span: alteration,
        ...(isGuess ? { guess: true as const } : {}),
        message: `Dropping ${plain(table)}.${command.name} loses its data and breaks code that still reads it.`,
        fix: `-- 1. release code that no longer knows the column: in schema.prisma mark the field @ignore, or take it out\n-- 2. then, in a later migration:\n-- agora: allow drop-column because no released code has read ${command.name} since <version>\nALTER TABLE ${quoted(table)} ${alteration.text};`,
      };
    }
  },
};
