import { alterationsOf } from '../../../script/alterations.ts';
import { plain } from '@agora/postgres/parser';
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
    if (!transactional) return;
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_ValidateConstraint' || model.isNew(table)) continue;
      const constraint = model.table(table)?.constraints.find((one) => one.name === command.name);
      if (!constraint || constraint.validated || constraint.addedIn !== model.migration) continue;
      yield {
        span: alteration,
        hold: {
          lock: constraint.kind === 'foreign' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
          work: 'reads every row',
        },
        message: `${plain(table)} is scanned while the lock of the ADD CONSTRAINT above is still held.`,
        fix: `-- in the next migration:\n${statement.text};`,
      };
    }
  },
};
