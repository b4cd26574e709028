import { directivesOf } from '../../../project/directives.ts';
import { whyNotAdditive } from '../../../script/additive.ts';
import type { Rule } from '../../rule.ts';

export const notCompatible: Rule = {
  name: 'not-compatible',
  severity: 'error',
  category: 'breaks-code',
  summary: 'A migration marked compatible does more than add',
  why: '`-- agora: compatible` lets an application that was built without the migration start on a database that has it, as when a pod of the old version restarts while a deploy is under way. What is not sure to leave such code alone must not say so.',
  *script({ direction, script, backfill }) {
    if (directivesOf(script.directives, 'compatible').length === 0) return;
    const at = script.sql.search(/--[ \t]*agora:[ \t]*compatible/);
    const span = { start: at, end: at + script.sql.slice(at).search(/\r?\n|$/) };
    if (direction === 'down')
      yield { span, message: 'A way back has no such mark.', fix: '-- take the line out of down.sql' };
    else if (backfill !== undefined)
      yield {
        span,
        message: 'Its backfill changes rows that code in use works with.',
        fix: `-- take the line "agora: compatible" out, or, if code in use does not mind the rows that are changed:\n-- agora: allow not-compatible because <reason>`,
      };
  },
  *statement(statement, { direction, script, model }) {
    if (direction === 'down' || directivesOf(script.directives, 'compatible').length === 0) return;
    const why = whyNotAdditive(statement, model);
    if (why === undefined) return;
    yield {
      message: `This is no addition: ${why}.`,
      fix: '-- take the line "agora: compatible" out, and deploy the application first;\n-- or, if the code in use is known to work with it:\n-- agora: allow not-compatible because <reason>',
    };
  },
};
