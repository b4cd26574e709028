import { quoteIdentifier } from '@agora/postgres';
import { as, type Name, nameOf, plain, quoted } from '@agora/postgres/parser';
import type { Node, RangeVar } from 'libpg-query';

import { alterationsOf } from '../../../script/alterations.ts';
import { isSerial, typeSql, typeText } from '../../../script/model/types.ts';
import type { Rule, StatementScope } from '../../rule.ts';

const fills: ReadonlySet<string> = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);

export const requiredColumn: Rule = {
  name: 'required-column',
  severity: 'error',
  category: 'fails',
  lock: 'ACCESS EXCLUSIVE',
  work: 'reads every row',
  summary: 'A NOT NULL column without a default is added to an existing table',
  why: 'If the table has a single row, it fails (23502); if it has none, running code that does not know the column can no longer insert.',
  *statement(statement, scope) {
    const { model } = scope;
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const column = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
      if (!column || model.isNew(table)) continue;
      const kinds = (column.constraints ?? []).map((one) => as(one, 'Constraint')?.contype ?? '');
      const required = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY');
      const filled = kinds.some((kind) => fills.has(kind));
      const type = typeText(column.typeName);
      if (!required || filled || isSerial(type)) continue;
      const name = quoteIdentifier(column.colname ?? '');
      const empty = isEmptied(table, alteration.start, scope);
      yield {
        span: alteration,
        ...(empty ? { severity: 'warning' as const } : {}),
        message: empty
          ? `${plain(table)}.${column.colname} is required: running code that does not know it can no longer insert.`
          : `${plain(table)}.${column.colname} is required and has no value for the rows that exist.`,
        fix: `-- with a constant or stable default (instant since PostgreSQL 11):\nALTER TABLE ${quoted(table)} ADD COLUMN ${name} ${typeSql(type)} NOT NULL DEFAULT ...;\n-- or in steps: add it nullable; fill it in batches; then as set-not-null says`,
      };
    }
  },
};

/** Whether the script removes every row of a table before, and writes none. */
function isEmptied(table: Name, before: number, { model, statements }: StatementScope): boolean {
  const key = model.key(table);
  const last = statements
    .filter(({ start }) => start < before)
    .findLast(({ node }) => {
      const named = as(node, 'TruncateStmt')?.relations ?? [];
      const ranges = [...named.flatMap((one) => as(one, 'RangeVar') ?? []), ...changed(node)];
      return ranges.some((range) => model.key(nameOf(range)) === key);
    });
  const removal = as(last?.node, 'DeleteStmt');
  return last !== undefined && ('TruncateStmt' in last.node || (removal && !removal.whereClause) === true);
}

/** The table whose rows a statement writes or removes. */
function changed(node: Node): readonly RangeVar[] {
  const relation =
    as(node, 'DeleteStmt')?.relation ?? as(node, 'InsertStmt')?.relation ?? as(node, 'CopyStmt')?.relation;
  return relation ? [relation] : [];
}
