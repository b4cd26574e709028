import { directivesOf } from '../../../project/directives.ts';
import type { Rule } from '../../rule.ts';

export const missingDown: Rule = {
  name: 'missing-down',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A migration without a way back',
  why: 'When the deploy goes wrong, the way back will have to be written then, unproven, with the site down.',
  directions: ['up'],
  *script({ hasDown, script, migration, statements }) {
    if (hasDown || statements.length === 0) return;
    if (directivesOf(script.directives, 'irreversible').length > 0) return;
    const first = statements[0]!;
    yield {
      span: { start: first.start, end: first.start },
      message: 'There is no down.sql beside this file.',
      fix: `-- agora migrate down ${migration}\n-- or, if there is none, in this file:\n-- agora: irreversible because <reason>`,
    };
  },
};
