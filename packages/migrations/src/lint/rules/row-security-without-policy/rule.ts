import { type Name, type ParsedStatement, plain, quoted } from '@agora/postgres/parser';

import { type Alteration, alterationsOf } from '../../../script/alterations.ts';
import { modelAfter } from '../../../script/model/model-after.ts';
import { droppedPolicies } from '../../../script/model/policies.ts';
import type { Report, Rule } from '../../rule.ts';

export const rowSecurityWithoutPolicy: Rule = {
  name: 'row-security-without-policy',
  severity: 'error',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'Row-level security is turned on, and no policy lets anybody in',
  why: 'Without a policy every role but the owner sees no row and writes none, from this moment; with FORCE the owner too. A RESTRICTIVE policy only takes away. Nothing fails: queries come back empty.',
  directions: ['up'],
  *statement(statement, scope): Iterable<Report> {
    const { model, statements } = scope;
    const enabled = enables(statement).map((alteration) => ({
      table: alteration.table,
      span: alteration,
      because: 'it has no policy',
    }));
    const dropped = droppedPolicies(statement.node)
      .filter(({ table }) => model.table(table)?.rowSecurity && model.policies.has(model.key(table)))
      // Where the same file turns it on, that is told there.
      .filter(
        ({ table }) => !statements.flatMap(enables).some((one) => model.key(one.table) === model.key(table)),
      )
      .map(({ table }) => ({ table, span: statement, because: 'its last policy is dropped' }));
    for (const { table, span, because } of [...enabled, ...dropped]) {
      if (model.isNew(table)) continue;
      const key = model.key(table);
      const after = modelAfter(scope, statement);
      // Of a table that is dropped or renamed below, nothing is said.
      if (!after.tables.get(key)?.rowSecurity || after.policies.has(key)) continue;
      yield { span, message: hidden(table, because), fix: policyFor(table) };
    }
  },
};

/** The subcommands of a statement that turn row-level security on. */
function enables(statement: ParsedStatement): readonly Alteration[] {
  return alterationsOf(statement).filter(({ command }) => command.subtype === 'AT_EnableRowSecurity');
}

function hidden(table: Name, because: string): string {
  return `No role that row-level security binds sees a row of ${plain(table)} from here on: ${because}.`;
}

function policyFor(table: Name): string {
  return `-- in the same file:\nCREATE POLICY <name> ON ${quoted(table)} TO <role> USING (<condition>);`;
}
