import type { Rule } from '../../rule.ts';
import { as } from '@agora/postgres/parser';

export const dropDatabase: Rule = {
  name: 'drop-database',
  severity: 'error',
  category: 'data-loss',
  summary: 'A database is dropped',
  why: 'Nothing brings it back but a backup, and the statement is refused inside a transaction.',
  *statement(statement) {
    const name = as(statement.node, 'DropdbStmt')?.dbname;
    if (name === undefined) return;
    yield {
      message: `The database ${name} is dropped, with everything in it.`,
      fix: '-- no migration drops a database: agora db reset, or dropdb, by hand',
    };
  },
};
