import { alterationsOf } from '../../../script/alterations.ts';
import { plain } from '@agora/postgres/parser';
import { modelAfter } from '../../../script/model/model-after.ts';
import type { ConstraintFact } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const validateInSameTransaction: Rule = {
  name: 'validate-in-same-transaction',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'reads every row',
  summary: 'A constraint added NOT VALID and validated in the same transaction',
  why: 'The lock that ADD CONSTRAINT took is held until the end of the transaction, so that the scan of VALIDATE happens under it: NOT VALID has gained nothing.',
  *statement(statement, { model, transactional }) {
    // Of one ALTER TABLE, whatever the file does.
    const within = modelAfter({ model, statements: [statement] }, statement);
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_ValidateConstraint' || model.isNew(table)) continue;
      const isIt = (one: ConstraintFact): boolean => one.name === command.name;
      const before = model.table(table)?.constraints.find(isIt);
      const constraint = before ?? within.table(table)?.constraints.find(isIt);
      if (!constraint || before?.validated || constraint.addedIn !== model.migration) continue;
      if (before && !transactional) continue;
      yield {
        span: alteration,
        hold: {
          lock: constraint.kind === 'foreign' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
          work: 'reads every row',
        },
        message: `${plain(table)} is scanned while the lock of its ADD CONSTRAINT is still held.`,
        fix: `-- in the next migration:\n${statement.text};`,
      };
    }
  },
};
