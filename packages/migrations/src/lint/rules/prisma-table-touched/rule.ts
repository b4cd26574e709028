import { nameOf, relationsIn } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const prismaTableTouched: Rule = {
  name: 'prisma-table-touched',
  severity: 'error',
  category: 'fails',
  summary: 'A migration reaches into _prisma_migrations',
  why: 'The runner writes its own row there in the same transaction and counts on what it read before: the history then tells something else than what was run.',
  *statement(statement) {
    for (const relation of relationsIn(statement.node)) {
      if (nameOf(relation).name !== '_prisma_migrations') continue;
      const start = statement.at(relation.location);
      yield {
        span: { start, end: start + '_prisma_migrations'.length },
        message: 'This statement uses the table in which the runner keeps the history.',
        fix: '-- agora migrate stamp and agora migrate resolve change the history',
      };
      return;
    }
  },
};
