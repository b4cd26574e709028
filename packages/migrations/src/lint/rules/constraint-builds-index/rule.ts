import { quoteIdentifier } from '@agora/postgres';
import { as, each, nameOf, type ParsedStatement, plain, quoted, strings } from '@agora/postgres/parser';

import type { AlterTableCmd, Constraint } from 'libpg-query';

import { madeName } from '../../../script/made-name.ts';
import { alterationsOf } from '../../../script/alterations.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const constraintBuildsIndex: Rule = {
  name: 'constraint-builds-index',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'builds an index',
  summary: 'A PRIMARY KEY, UNIQUE or EXCLUDE constraint builds its index under an ACCESS EXCLUSIVE lock',
  why: 'While the index is built, nobody reads or writes the table. A PRIMARY KEY also scans it for NULLs, unless its columns are NOT NULL already.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const constraint = addedKey(command);
      const kind = kinds[constraint?.contype ?? ''];
      if (!constraint || kind === undefined) continue;
      if (constraint.indexname !== undefined || model.isNew(table) || onOnly(statement, model)) continue;
      const column = as(command.def, 'ColumnDef')?.colname;
      const columns = column === undefined ? strings(constraint.keys) : [column];
      const list = columns.map((one) => quoteIdentifier(one)).join(', ');
      const name = quoteIdentifier(
        constraint.conname ??
          (kind === 'UNIQUE'
            ? madeName(table.name, columns.join('_'), 'key')
            : madeName(table.name, '', 'pkey')),
      );
      yield {
        span: alteration,
        message: `Nobody reads or writes ${plain(table)} while the index of this ${kind} constraint is built.`,
        fix:
          kind === 'EXCLUDE'
            ? '-- PostgreSQL builds the index of an EXCLUDE constraint in no other way: take a quiet hour, or a new table\n-- agora: allow constraint-builds-index because <how long it takes on a copy of production>'
            : model.table(table)?.partitioned
              ? `-- the table is partitioned, and takes no USING INDEX:\nALTER TABLE ONLY ${quoted(table)} ADD CONSTRAINT ${name} ${kind} (${list});\n${partitionKey(kind, list)}`
              : `${column === undefined ? '' : '-- add the column without it, then:\n'}-- alone in a migration of its own:\nCREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${quoted(table)} (${list});\n-- then, in the next:\nALTER TABLE ${quoted(table)} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name};`,
      };
    }
  },
};

/** Whether it stands ON ONLY a partitioned table, which holds no row itself. */
export function onOnly({ node }: ParsedStatement, model: SchemaModel): boolean {
  const relation = as(node, 'AlterTableStmt')?.relation;
  return relation?.inh !== true && model.table(nameOf(relation))?.partitioned === true;
}

/** The same constraint of each partition, built without blocking. */
export function partitionKey(kind: string, list: string): string {
  return `-- then for each partition, alone in a migration of its own:\nCREATE UNIQUE INDEX CONCURRENTLY "<index>" ON <partition> (${list});\n-- then, in the next:\nALTER TABLE <partition> ADD CONSTRAINT "<index>" ${kind} USING INDEX "<index>";\nALTER INDEX <constraint> ATTACH PARTITION "<index>";`;
}

/** The constraint that is added on its own, or with the column that it is of. */
function addedKey({ subtype, def }: AlterTableCmd): Constraint | undefined {
  if (subtype === 'AT_AddConstraint') return as(def, 'Constraint');
  if (subtype !== 'AT_AddColumn') return undefined;
  const constraints = [...each(as(def, 'ColumnDef')?.constraints, 'Constraint')];
  return constraints.find(({ contype }) => kinds[contype ?? ''] !== undefined);
}

const kinds: Partial<Record<string, string>> = {
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_UNIQUE: 'UNIQUE',
  CONSTR_EXCLUSION: 'EXCLUDE',
};
