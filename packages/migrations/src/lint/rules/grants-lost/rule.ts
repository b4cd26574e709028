import { as } from '@agora/postgres/parser';

import { droppedObjects, grantedObjects, remade, rolesOf } from '../../../script/model/objects.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Rule, StatementScope } from '../../rule.ts';

export const grantsLost: Rule = {
  name: 'grants-lost',
  severity: 'error',
  category: 'breaks-code',
  summary: 'What roles were granted goes with an object that is dropped and made again',
  why: 'Grants belong to the object and not to its name: the new one has none, and running code that works as such a role is refused (42501) as soon as the migration has committed.',
  directions: ['up'],
  *statement(statement, scope) {
    const { model, statements } = scope;
    // Then the new one may have them from there.
    if (model.grantsByDefault) return;
    for (const { id, label } of droppedObjects(model, as(statement.node, 'DropStmt'))) {
      const again = remade(model, id, statement, statements);
      if (again === undefined) continue;
      const granted = grantsOf(model, id);
      const missing = granted.filter(({ roles }) =>
        roles.some((role) => !grantedAfter(id, role, again.start, scope)),
      );
      if (missing.length === 0) continue;
      const roles = [...new Set(missing.flatMap((grant) => grant.roles))];
      yield {
        message: `${label} is made again below, and ${roles.join(', ')} may do nothing with it any more.`,
        fix: `-- after it is made again:\n${[...new Set(missing.map(({ text }) => `${text};`))].join('\n')}`,
      };
    }
  },
};

/** Grants on an object, and those on all of its schema that were made while it was there. */
function grantsOf(model: SchemaModel, id: string): ReturnType<SchemaModel['grants']['get']> & {} {
  return [...(model.grants.get(id) ?? []), ...(model.grants.get(wholeSchema(id)) ?? [])];
}

function grantedAfter(id: string, role: string, from: number, scope: StatementScope): boolean {
  return scope.statements.some((other) => {
    const grant = as(other.node, 'GrantStmt');
    if (!grant?.is_grant || other.start < from || !rolesOf(grant).includes(role)) return false;
    const on = grantedObjects(scope.model, grant);
    return on.includes(id) || on.includes(wholeSchema(id));
  });
}

function wholeSchema(id: string): string {
  return `${id.slice(0, id.indexOf('.'))}.*`;
}
