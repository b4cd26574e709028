import { refusesTransaction, setsSession } from '@agora/postgres';
import { as } from '@agora/postgres/parser';

import { isBackfillGuard } from '../../../project/backfill-file.ts';
import { directivesOf } from '../../../project/directives.ts';
import type { Rule } from '../../rule.ts';

export const notAtomic: Rule = {
  name: 'not-atomic',
  severity: 'error',
  category: 'fails',
  summary: 'CONCURRENTLY, or another statement that refuses a transaction, beside other statements',
  why: 'One such statement makes the whole file run statement by statement. If a later one fails, the earlier ones stay: the schema is then one that no migration describes. agora goes on where it stopped; prisma migrate deploy does not.',
  *script({ statements, script }) {
    const whole = statements.filter(
      ({ nested, node, text }) =>
        !nested && !as(node, 'TransactionStmt') && !setsSession(text) && !isBackfillGuard(text),
    );
    const refusing = whole.filter(({ text }) => refusesTransaction(text));
    if (refusing.length === 0 || whole.length === 1) return;
    const asked = directivesOf(script.directives, 'no-transaction').length > 0;
    for (const statement of refusing) {
      yield {
        span: statement,
        ...(asked ? { severity: 'warning' as const } : {}),
        message: `This statement refuses a transaction, so that ${whole.length - 1} other${whole.length === 2 ? '' : 's'} in the file ${whole.length === 2 ? 'is' : 'are'} not atomic either.`,
        fix: `-- in a migration of its own:\n-- agora: no-transaction\n${statement.text};`,
      };
    }
  },
};
