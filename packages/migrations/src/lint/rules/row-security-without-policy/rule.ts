import { as, nameOf, plain, quoted } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const rowSecurityWithoutPolicy: Rule = {
  name: 'row-security-without-policy',
  severity: 'error',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'Row-level security is turned on, and no policy lets anybody in',
  why: 'Without a policy every role but the owner sees no row and writes none, from this moment; with FORCE the owner too. Nothing fails: queries come back empty.',
  directions: ['up'],
  *statement(statement, { model, statements }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.subtype !== 'AT_EnableRowSecurity' || model.isNew(table)) continue;
      const key = model.key(table);
      const made = statements.some(({ node }) => {
        const policy = as(node, 'CreatePolicyStmt');
        return policy !== undefined && model.key(nameOf(policy.table)) === key;
      });
      if (made || model.policies.has(key)) continue;
      yield {
        span: alteration,
        message: `Nobody but its owner sees a row of ${plain(table)} from here on: it has no policy.`,
        fix: `-- in the same file:\nCREATE POLICY <name> ON ${quoted(table)} TO <role> USING (<condition>);`,
      };
    }
  },
};
