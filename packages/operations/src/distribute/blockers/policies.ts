import { quoteIdentifier } from '@agora/postgres';

import { labelOf, quotedTable } from '../schema/table.ts';
import { reached } from './reached.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Policies are enforced on the shards. */
export const policies: Rule = ({ table, place }, { tenant, tenantType, reachOf }) => {
  if (place === 'local') return [];
  const label = labelOf(table);
  const own = `${quoteIdentifier(tenant)} = nullif(current_setting('app.tenant', true), '')::${tenantType}`;
  return table.policies.flatMap(
    ({ name, hasSubquery, restrictive, functions, clauses }): readonly Blocker[] => {
      const at = { table: label, object: name };
      const read = reached(functions, reachOf);
      return [
        ...(hasSubquery || read !== undefined
          ? [
              {
                ...at,
                code: 'operations.policy_subquery' as const,
                message: `The policy ${name} of ${label} ${read === undefined ? 'has a subquery' : `calls ${read}`}.`,
                why: 'It is enforced on the node of the row, where the other table may not be; Citus refuses the policy, or each statement that it is asked in.',
                fix: `Compare columns with a setting: ALTER POLICY ${quoteIdentifier(name)} ON ${quotedTable(table)} ${clauses.map((one) => `${one} (${own})`).join(' ')}`,
              },
            ]
          : []),
        ...(restrictive
          ? [
              {
                ...at,
                code: 'operations.policy_restrictive' as const,
                message: `The policy ${name} of ${label} is RESTRICTIVE.`,
                why: 'Citus 13 makes a permissive one of it on the shards: it then lets through what other policies refuse, rows of other tenants among it.',
                fix: 'Put its condition, with AND, into the permissive policies of the same command; or take the right to the columns away (REVOKE, GRANT INSERT (column, ...)).',
              },
            ]
          : []),
      ];
    },
  );
};
