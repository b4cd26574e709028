import { as } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const dropInUse: Rule = {
  name: 'drop-in-use',
  severity: 'warning',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A view, function, trigger or sequence is dropped',
  why: 'Running code that reads the view or calls the function fails; what a trigger kept up is kept up no more, without a word; a default that drew from the sequence is gone. Grants go along, and do not come back when it is made again.',
  directions: ['up'],
  *statement(statement, { statements }) {
    const drop = as(statement.node, 'DropStmt');
    const what = KINDS[drop?.removeType ?? ''];
    if (what === undefined) return;
    const again = statements.some((other) => other.start > statement.start && makes(other.node));
    yield {
      message: again
        ? `If this ${what} is made again below, its grants are not.`
        : `Code that still uses this ${what} fails, or works on without it.`,
      fix: again
        ? '-- CREATE OR REPLACE keeps the grants; otherwise repeat each GRANT below'
        : '-- 1. release code that does without it\n-- 2. then, in a later migration:\n-- agora: allow drop-in-use because no released code has used it since <version>',
    };
  },
};

const KINDS: Readonly<Partial<Record<string, string>>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_SEQUENCE: 'sequence',
};

function makes(node: object): boolean {
  return ['ViewStmt', 'CreateFunctionStmt', 'CreateTrigStmt', 'CreateSeqStmt', 'CreateTableAsStmt'].some(
    (kind) => kind in node,
  );
}
