import { labelOf } from '../schema/table.ts';
import type { Rule } from './blocker.ts';

/** Policies are enforced on the shards. */
export const policies: Rule = ({ table, place }, { tenant }) => {
  if (place === 'local') return [];
  const label = labelOf(table);
  return table.policies
    .filter(({ hasSubquery }) => hasSubquery)
    .map(({ name }) => ({
      code: 'operations.policy_subquery',
      table: label,
      object: name,
      message: `The policy ${name} of ${label} has a subquery.`,
      why: 'It is enforced on the node of the row, where the other table may not be; Citus refuses it.',
      fix: `Compare columns with a setting: USING (${tenant} = nullif(current_setting('app.${tenant}', true), '')::uuid)`,
    }));
};
