import { quoteIdentifier } from '@agora/postgres';
import {
  as,
  type Name,
  nameOf,
  type ParsedStatement,
  plain,
  quoted,
  relationsIn,
  strings,
} from '@agora/postgres/parser';
import type { IndexStmt } from 'libpg-query';

import { alterationsOf } from '../../../script/alterations.ts';
import { changesOf } from '../../../script/changes.ts';
import { madeName } from '../../../script/made-name.ts';
import { indexedColumns } from '../../../script/model/constraints.ts';
import { modelAfter } from '../../../script/model/model-after.ts';
import type { ColumnFact } from '../../../script/model/schema-model.ts';
import type { Report, Rule, StatementScope } from '../../rule.ts';
import { onOnly, partitionKey } from '../constraint-builds-index/rule.ts';
import { isThereAlready, withoutBlocking } from '../index-not-concurrent/rule.ts';

export const uniqueOnExistingColumn: Rule = {
  name: 'unique-on-existing-column',
  severity: 'error',
  category: 'fails',
  lock: 'SHARE',
  work: 'builds an index',
  summary: 'Columns that hold data are made unique, and nothing looks for duplicates first',
  why: 'Two rows with the same values make it fail (23505), on the one database that has them: production. While the index is built, writes wait; for a UNIQUE constraint, reads too. With CONCURRENTLY a failure leaves an invalid index behind.',
  supersedes: ['index-not-concurrent', 'constraint-builds-index'],
  *statement(statement, scope) {
    const index = as(statement.node, 'IndexStmt');
    if (index?.unique) yield* reportIndex(statement, index, scope);
    for (const alteration of alterationsOf(statement)) {
      const constraint = as(alteration.command.def, 'Constraint');
      if (alteration.command.subtype !== 'AT_AddConstraint' || constraint?.contype !== 'CONSTR_UNIQUE')
        continue;
      const columns = strings(constraint.keys);
      if (constraint.indexname !== undefined || onOnly(statement, scope.model)) continue;
      if (
        !atRisk(
          statement,
          { table: alteration.table, columns, nullsClash: constraint.nulls_not_distinct },
          scope,
        )
      )
        continue;
      const name = constraint.conname ?? madeName(alteration.table.name, columns.join('_'), 'key');
      const list = columns.map((column) => quoteIdentifier(column)).join(', ');
      yield {
        span: alteration,
        hold: { lock: 'ACCESS EXCLUSIVE', work: 'builds an index' },
        message: `Duplicates in ${plain(alteration.table)} (${columns.join(', ')}) make this fail, and nothing looks for them first.`,
        fix: scope.model.table(alteration.table)?.partitioned
          ? `${duplicates(alteration.table, list)}\n-- then:\nALTER TABLE ONLY ${quoted(alteration.table)} ADD CONSTRAINT ${quoteIdentifier(name)} UNIQUE (${list});\n${partitionKey('UNIQUE', list)}`
          : `${duplicates(alteration.table, list)}\n-- then, alone in a migration of its own:\nCREATE UNIQUE INDEX CONCURRENTLY ${quoteIdentifier(name)} ON ${quoted(alteration.table)} (${list});\n-- then, in the next:\nALTER TABLE ${quoted(alteration.table)} ADD CONSTRAINT ${quoteIdentifier(name)} UNIQUE USING INDEX ${quoteIdentifier(name)};`,
      };
    }
  },
};

function* reportIndex(
  statement: ParsedStatement,
  index: IndexStmt,
  scope: StatementScope,
): Generator<Report> {
  const table = nameOf(index.relation);
  const columns = (index.indexParams ?? []).map((node) => as(node, 'IndexElem')?.name);
  const named = columns.filter((column) => column !== undefined);
  if (scope.model.table(table)?.partitioned && index.relation?.inh !== true) return;
  if (isThereAlready(index, scope.model)) return;
  const key = {
    table,
    columns: named,
    reads: indexedColumns(index, named).columns,
    nullsClash: index.nulls_not_distinct,
  };
  if (!atRisk(statement, key, scope)) return;
  const list = named.map((column) => quoteIdentifier(column)).join(', ');
  const whole = named.length === columns.length;
  // A partial index: only its rows can clash.
  const where = index.whereClause === undefined ? '' : (/\sWHERE\s[\s\S]*$/i.exec(statement.text)?.[0] ?? '');
  yield {
    ...(index.concurrent
      ? {
          severity: 'warning' as const,
          hold: { lock: 'SHARE UPDATE EXCLUSIVE', work: 'builds an index' } as const,
        }
      : {}),
    message: `Duplicates in ${plain(table)}${whole ? ` (${named.join(', ')})` : ''} make this fail, and nothing looks for them first.`,
    fix: `${whole ? `${duplicates(table, list, where)}\n` : ''}-- then:\n${withoutBlocking(statement, index, scope.model)}`,
  };
}

function duplicates(table: Name, columns: string, where = ''): string {
  return `-- in the migration before, so that it stops before anything is changed:\nDO $$ BEGIN\n  IF EXISTS (SELECT FROM ${quoted(table)}${where} GROUP BY ${columns} HAVING count(*) > 1) THEN\n    RAISE EXCEPTION 'duplicates in ${plain(table).replaceAll("'", "''")}';\n  END IF;\nEND $$;`;
}

/** What is to be unique. */
interface Key {
  readonly table: Name;
  readonly columns: readonly string[];
  /** With those of expressions and of a partial index's WHERE; by default `columns`. */
  readonly reads?: readonly string[];
  /** NULLS NOT DISTINCT. */
  readonly nullsClash?: boolean | undefined;
}

/**
 * Whether existing rows may clash: not in a new table, nor in columns added without a default (NULLs are
 * distinct unless the key says otherwise, and a required one is refused before), nor where those of another key are among them, nor after a statement of the same migration that removes or looks for duplicates.
 */
function atRisk(
  statement: ParsedStatement,
  { table, columns, reads = columns, nullsClash = false }: Key,
  { model, statements }: StatementScope,
): boolean {
  if (model.isNew(table)) return false;
  const fresh = (column: ColumnFact | undefined): boolean =>
    column !== undefined && model.isUnseen(column.addedIn) && !column.hasDefault;
  // With what the same ALTER TABLE adds.
  const after = modelAfter({ model, statements: [statement] }, statement);
  if (!nullsClash && columns.some((column) => fresh(after.column(table, column)))) return false;
  // What holds the columns of another key is unique already, or was until this migration dropped that.
  const held = (model.table(table)?.uniques ?? []).some(
    (key) =>
      key.columns.length > 0 &&
      (key.goneIn === undefined || model.isUnseen(key.goneIn)) &&
      key.columns.every((column) => columns.includes(column)),
  );
  if (held) return false;
  return !statements.some(
    (other) => other.start < statement.start && settles(other, { table: table.name, reads }),
  );
}

/** Whether a statement takes rows out, counts them, or changes what the key reads. */
function settles(
  { node, text }: ParsedStatement,
  { table, reads }: { readonly table: string; readonly reads: readonly string[] },
): boolean {
  const counts = /\bhaving\b[\s\S]*\bcount\b/i.test(text);
  if (counts && [...relationsIn(node)].some(({ relname }) => relname === table)) return true;
  if (counts && 'DoStmt' in node && text.includes(table)) return true;
  return changesOf(node).some((change) => {
    const update = as(change, 'UpdateStmt');
    const target = update ?? as(change, 'DeleteStmt');
    const writes = update?.targetList?.map((one) => as(one, 'ResTarget')?.name ?? '');
    return target?.relation?.relname === table && (writes?.some((column) => reads.includes(column)) ?? true);
  });
}
