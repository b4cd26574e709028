import { as, items, strings } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const dropSchema: Rule = {
  name: 'drop-schema',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A schema is dropped',
  why: 'With CASCADE everything in it goes, without being named: tables, rows, functions, types.',
  directions: ['up'],
  *statement(statement) {
    const drop = as(statement.node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_SCHEMA') return;
    const names = (drop.objects ?? []).flatMap((object) => strings(items(object)));
    const cascade = drop.behavior === 'DROP_CASCADE';
    yield {
      ...(cascade ? {} : { severity: 'warning' as const }),
      message: `Dropping schema ${names.join(', ')}${cascade ? ' drops everything in it' : ' fails unless it is empty'}.`,
      fix: `-- drop what is in it by name, then:\nDROP SCHEMA ${names.map((name) => `"${name}"`).join(', ')};`,
    };
  },
};
