import type { Rule } from '../../rule.ts';

export const unreadSql: Rule = {
  name: 'unread-sql',
  severity: 'warning',
  category: 'data-loss',

  summary: 'A block of code whose SQL cannot be read',
  why: 'EXECUTE runs SQL that is put together as text, and other languages run anything: no rule has looked at it, and a deploy cannot tell what it takes away. In a rollback it counts as an unknown loss.',
  directions: ['up'],
  *statement(statement) {
    for (const unread of statement.block?.unread ?? []) {
      yield {
        span: { start: statement.start, end: statement.start + 2 },
        message: `This block ${unread}; nothing was said of that.`,
        fix: '-- write the statement out, where it is always the same; or say what it does:\n-- agora: allow unread-sql because <what it does>',
      };
    }
  },
};
