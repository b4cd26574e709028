import { directivesOf } from '../../../project/directives.ts';
import { whyNotAdditive } from '../../../script/additive.ts';
import { applyStatement } from '../../../script/model/apply-statement.ts';
import type { Rule } from '../../rule.ts';

export const compatibleUnsaid: Rule = {
  name: 'compatible-unsaid',
  severity: 'info',
  category: 'advice',
  summary: 'A migration that only adds, and does not say so',
  why: 'An application that was built without it does not start on a database that has it: nothing tells that the two work together. Marked, it may be ahead.',
  fix: '-- before it is applied anywhere, at the top of the file:\n-- agora: compatible',
  directions: ['up'],
  *script({ script, statements, failures, backfill, earlier, model }) {
    // Before the first one no application is in use.
    if (earlier.length === 0 || statements.length === 0 || failures.length > 0 || backfill !== undefined)
      return;
    if (directivesOf(script.directives, 'compatible').length > 0) return;
    const now = model.fork();
    for (const statement of statements) {
      if (whyNotAdditive(statement, now) !== undefined) return;
      applyStatement(now, statement);
    }
    yield { message: 'It only adds: code that was built without it works with what it makes.' };
  },
};
