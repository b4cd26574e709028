import { as, each, nameOf } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const privilegeRevoked: Rule = {
  name: 'privilege-revoked',
  severity: 'warning',
  category: 'breaks-code',

  summary: 'A privilege is taken away',
  why: 'From this moment running code that uses it as that role is refused (42501). What was granted to PUBLIC may have been what somebody works by.',
  directions: ['up'],
  *statement(statement, { model }) {
    const grant = as(statement.node, 'GrantStmt');
    if (!grant || grant.is_grant) return;
    const tables = [...each(grant.objects, 'RangeVar')];
    if (tables.length > 0 && tables.every((table) => model.isNew(nameOf(table)))) return;
    yield {
      message: 'Code that works by this privilege is refused from here on.',
      fix: '-- first release code that does without, or grant to its role what it needs by name',
    };
  },
};
