import { as } from '@agora/postgres/parser';

import { grantedObjects, rolesOf } from '../../../script/model/objects.ts';
import type { Rule, StatementScope } from '../../rule.ts';

export const privilegeRevoked: Rule = {
  name: 'privilege-revoked',
  severity: 'warning',
  category: 'breaks-code',

  summary: 'A privilege is taken away',
  why: 'From this moment running code that uses it as that role is refused (42501). What was granted to PUBLIC may have been what somebody works by.',
  directions: ['up'],
  *statement(statement, scope) {
    const membership = as(statement.node, 'GrantRoleStmt');
    if (membership && !membership.is_grant) {
      yield {
        message: 'Code that works by what the role may do is refused from here on.',
        fix: '-- first grant to its members what they need by name',
      };
    }
    const grant = as(statement.node, 'GrantStmt');
    if (!grant || grant.is_grant) return;
    const objects = grantedObjects(scope.model, grant);
    if (objects.length > 0 && objects.every((id) => isNewHere(id, scope))) return;
    const roles = rolesOf(grant);
    // REVOKE ALL, then GRANT what is meant, in one transaction.
    const given = scope.statements.some((other) => {
      const next = as(other.node, 'GrantStmt');
      return (
        other.start > statement.start &&
        next?.is_grant === true &&
        // ALL has no list.
        next.privileges === undefined &&
        roles.every((role) => rolesOf(next).includes(role)) &&
        objects.length > 0 &&
        objects.every((id) => grantedObjects(scope.model, next).includes(id))
      );
    });
    if (given && scope.transactional) return;
    yield {
      message: 'Code that works by this privilege is refused from here on.',
      fix: '-- first release code that does without, or grant to its role what it needs by name',
    };
  },
};

/** Whether an object is of this migration: nobody works by it yet. */
function isNewHere(id: string, { model }: StatementScope): boolean {
  const table = model.tables.get(id.slice(id.indexOf(':') + 1));
  return model.isUnseen(model.objects.get(id)?.createdIn ?? table?.createdIn);
}
