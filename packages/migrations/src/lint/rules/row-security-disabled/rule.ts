import { alterationsOf } from '../../../script/alterations.ts';
import { plain, quoted } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const rowSecurityDisabled: Rule = {
  name: 'row-security-disabled',
  severity: 'error',
  category: 'security',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'Row-level security is turned off',
  why: 'From this moment each role sees every row of the table. NO FORCE lets the owner of the table, often the role the application uses, pass its policies.',
  directions: ['up'],
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const off = alteration.command.subtype === 'AT_DisableRowSecurity';
      if ((!off && alteration.command.subtype !== 'AT_NoForceRowSecurity') || model.isNew(alteration.table))
        continue;
      yield {
        span: alteration,
        message: `${off ? 'Every role' : 'The owner'} now sees every row of ${plain(alteration.table)}.`,
        fix: `-- give the role that needs it a policy of its own:\nCREATE POLICY <name> ON ${quoted(alteration.table)} TO <role> USING (true);`,
      };
    }
  },
};
