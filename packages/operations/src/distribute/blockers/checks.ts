import { quoteIdentifier } from '@agora/postgres';

import { labelOf, quotedTable } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';
import { reached } from './reached.ts';

/** CHECK constraints are asked on the shards. */
export const checks: Rule = ({ table, place }, { reachOf }) => {
  if (place === 'local') return [];
  return table.checks.flatMap(({ name, functions }): readonly Blocker[] => {
    const read = reached(functions, reachOf);
    if (read === undefined) return [];
    return [
      {
        code: 'operations.check_reaches_rows',
        table: labelOf(table),
        object: name,
        message: `The CHECK ${name} of ${labelOf(table)} calls ${read}.`,
        why: 'It is asked on the node of its row, which reaches no rows of other tables: the table cannot be moved, or not written to.',
        fix: `ALTER TABLE ${quotedTable(table)} DROP CONSTRAINT ${quoteIdentifier(name)}; let it compare columns of its row alone, and the application do the rest.`,
      },
    ];
  });
};
