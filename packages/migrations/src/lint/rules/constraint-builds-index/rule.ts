import { quoteIdentifier } from '@agora/postgres';
import { as, plain, quoted, strings } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const constraintBuildsIndex: Rule = {
  name: 'constraint-builds-index',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A PRIMARY KEY, UNIQUE or EXCLUDE constraint builds its index under an ACCESS EXCLUSIVE lock',
  why: 'While the index is built, nobody reads or writes the table. A PRIMARY KEY also scans it for NULLs, unless its columns are NOT NULL already.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const constraint = as(command.def, 'Constraint');
      const kind = kinds[constraint?.contype ?? ''];
      if (command.subtype !== 'AT_AddConstraint' || !constraint || kind === undefined) continue;
      if (constraint.indexname !== undefined || model.isNew(table)) continue;
      const columns = strings(constraint.keys);
      const list = columns.map((column) => quoteIdentifier(column)).join(', ');
      const name = quoteIdentifier(constraint.conname ?? `${table.name}_pkey`);
      yield {
        span: alteration,
        message: `Nobody reads or writes ${plain(table)} while the index of this ${kind} constraint is built.`,
        rewrite:
          kind === 'EXCLUDE'
            ? '-- PostgreSQL builds the index of an EXCLUDE constraint in no other way: take a quiet hour, or a new table\n-- agora: allow constraint-builds-index because <how long it takes on a copy of production>'
            : `-- alone in a migration of its own:\nCREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${quoted(table)} (${list});\n-- then, in the next:\nALTER TABLE ${quoted(table)} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name};`,
      };
    }
  },
};

const kinds: Partial<Record<string, string>> = {
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_UNIQUE: 'UNIQUE',
  CONSTR_EXCLUSION: 'EXCLUDE',
};
