import { alterationsOf } from '../../../script/alterations.ts';
import { as, each, nameOf, type ParsedStatement, plain } from '@agora/postgres/parser';
import type { Report, Rule } from '../../rule.ts';

const rewriting: Partial<Record<string, string>> = {
  AT_SetLogged: 'SET LOGGED',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_SetAccessMethod: 'SET ACCESS METHOD',
};

export const tableRewrite: Rule = {
  name: 'table-rewrite',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'rewrites the table',
  summary: 'SET LOGGED, UNLOGGED, TABLESPACE or ACCESS METHOD copies the whole table',
  why: 'Every row and index is written anew while nobody reads or writes the table. An UNLOGGED table is also empty after a crash, and absent on replicas.',
  *statement(statement, { model }) {
    yield* movesOf(statement);
    for (const alteration of alterationsOf(statement)) {
      const what = rewriting[alteration.command.subtype ?? ''];
      if (what === undefined || model.isNew(alteration.table)) continue;
      const known = model.table(alteration.table);
      // What it is already, it need not become.
      if (known && what === (known.unlogged ? 'SET UNLOGGED' : 'SET LOGGED')) continue;
      yield {
        span: alteration,
        message: `${what} copies all of ${plain(alteration.table)} while nobody can use it.`,
        fix: '-- create a table as it should be, copy in batches, swap the names; or take a quiet hour:\n-- agora: allow table-rewrite because <how long it takes on a copy of production>',
      };
    }
  },
};

/** What is moved to another tablespace and is no single table. */
function* movesOf({ node }: ParsedStatement): Generator<Report> {
  const all = as(node, 'AlterTableMoveAllStmt');
  const index = as(node, 'AlterTableStmt');
  const isIndex =
    index?.objtype === 'OBJECT_INDEX' &&
    [...each(index.cmds, 'AlterTableCmd')].some(({ subtype }) => subtype === 'AT_SetTableSpace');
  if (!all && !isIndex) return;
  const [what, fix] = isIndex
    ? [
        `all of the index ${plain(nameOf(index.relation))}`,
        '-- build it there CONCURRENTLY under another name, and drop the old one',
      ]
    : [`all that is in ${all?.orig_tablespacename}`, '-- name each table, in a quiet hour'];
  yield { message: `SET TABLESPACE copies ${what} while nobody can use it.`, fix };
}
