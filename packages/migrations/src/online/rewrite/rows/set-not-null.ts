import { quoteIdentifier } from '@agora/postgres';

import { madeName } from '../../../script/made-name.ts';
import { freeName } from '../names.ts';
import type { Row } from '../row.ts';

/** SET NOT NULL: a CHECK that is validated first, so that no row is looked at under the lock. */
export const setNotNull: Row = {
  rules: ['set-not-null'],
  rewrite({ alteration, head, facts, model }) {
    const column = alteration?.command.subtype === 'AT_SetNotNull' ? alteration.command.name : undefined;
    if (alteration === undefined || column === undefined) return undefined;
    const { table } = alteration;
    const schema = table.schema ?? model.currentSchema;
    // Not the name that PostgreSQL 18 gives to the NOT NULL itself.
    const name = quoteIdentifier(
      freeName(
        (label) => madeName(table.name, column, label),
        'is_set',
        (one) => facts.taken.has(`${schema}.${one}`),
      ),
    );
    return {
      drafts: [
        {
          kind: 'change',
          sql: `${head} ADD CONSTRAINT ${name} CHECK (${quoteIdentifier(column)} IS NOT NULL) NOT VALID`,
        },
        { kind: 'validate', sql: `${head} VALIDATE CONSTRAINT ${name}` },
        { kind: 'change', sql: `${head} ${alteration.text}` },
        { kind: 'change', sql: `${head} DROP CONSTRAINT ${name}` },
      ],
    };
  },
};
