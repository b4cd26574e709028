import { plain } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import { applyStatement } from '../../../script/model/apply-statement.ts';
import { isNamed } from '../../../script/model/constraints.ts';
import type { ConstraintFact, TableFact } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const dropForeignKey: Rule = {
  name: 'drop-foreign-key',
  severity: 'info',
  category: 'breaks-code',
  summary: 'A foreign key is dropped, and no other of the same columns stands',
  why: 'Rows that refer to nothing may be written from here on, and keep the key from coming back. Where it deleted or emptied rows along with what they refer to, running code that counts on it leaves them behind.',
  directions: ['up'],
  *statement(statement, { model, statements }) {
    for (const { command, table } of alterationsOf(statement)) {
      const before = model.table(table);
      if (command.subtype !== 'AT_DropConstraint' || before === undefined || model.isNew(table)) continue;
      const gone = before.constraints.find(
        (one) => one.kind === 'foreign' && isNamed(one, before, command.name ?? ''),
      );
      if (gone?.parent === undefined || model.isUnseen(before.createdIn)) continue;
      const after = model.fork();
      for (const one of statements) if (one.start >= statement.start) applyStatement(after, one);
      const parent = after.tables.get(gone.parent);
      if (parent === undefined || isHeld(gone, after.tables.get(model.key(table)))) continue;
      const list = gone.columns.join(', ');
      const acts = ACTIONS[gone.onDelete ?? ''];
      yield {
        ...(acts === undefined ? {} : { severity: 'warning' as const }),
        message:
          acts === undefined
            ? `Nothing keeps ${plain(before)} (${list}) from referring to rows of ${plain(parent)} that are not there.`
            : `A row of ${plain(parent)} that is deleted no longer ${acts} those of ${plain(before)} that refer to it by (${list}).`,
        fix: `-- 1. release code that does by itself what the key did\n-- 2. then, in a later migration:\n-- agora: allow drop-foreign-key because <what does it now>\n${statement.text};`,
      };
    }
  },
};

/** What a DELETE does to rows that refer, where running code sees the difference. */
const ACTIONS: Partial<Record<string, string>> = {
  CASCADE: 'takes along',
  'SET NULL': 'empties',
  'SET DEFAULT': 'gives another value to',
};

/** Whether the table is gone, the columns are, or another key holds them. */
function isHeld({ columns }: ConstraintFact, after: TableFact | undefined): boolean {
  if (after === undefined || !columns.every((column) => after.columns.has(column))) return true;
  return after.constraints.some(
    (one) =>
      one.kind === 'foreign' &&
      one.columns.length === columns.length &&
      one.columns.every((column) => columns.includes(column)),
  );
}
