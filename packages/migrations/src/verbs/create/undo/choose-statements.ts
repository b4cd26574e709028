import type { Catalog } from '@agora/catalog';
import { identifier, quoteIdentifier, splitStatements, statementTokens } from '@agora/postgres';
import { loadParser, parseStatements } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import { mentions, type UndoTarget } from './targets.ts';

/**
 * The statements of a way back that concern what was asked for, an ALTER TABLE cut into its parts. What they do is not
 * taken on trust: the catalog afterwards is compared.
 * @param sql of the way back
 * @param catalogs of before and after the migration, which know whose an index or a constraint is
 */
export async function chooseStatements(
  sql: string,
  targets: readonly UndoTarget[],
  catalogs: readonly Catalog[],
): Promise<readonly string[]> {
  await loadParser();
  const concerns = (text: string, table?: string): boolean => {
    const names = new Set(statementTokens(text).flatMap((token) => identifier(token) ?? []));
    return targets.some((target) => concernsTarget(names, target, { catalogs, table }));
  };
  return parseStatements(splitStatements(sql)).statements.flatMap((statement) => {
    const parts = alterationsOf(statement);
    if (parts.length === 0) return concerns(statement.text) ? [statement.text] : [];
    return parts
      .filter(({ text, table }) => concerns(text, table.name))
      .map(({ text, table }) => {
        const name = [table.schema, table.name]
          .filter((part) => part !== undefined)
          .map(quoteIdentifier)
          .join('.');
        return `ALTER TABLE ${name} ${text.trim()}`;
      });
  });
}

/** @param around.table that an ALTER TABLE names, of which the text is a part */
function concernsTarget(
  names: ReadonlySet<string>,
  { schema, table, column }: UndoTarget,
  around: { readonly catalogs: readonly Catalog[]; readonly table: string | undefined },
): boolean {
  // Indexes, constraints, triggers and the like, by their own names.
  const parts = around.catalogs
    .flatMap(({ objects }) => [...objects.values()])
    .filter(
      (object) =>
        object.kind !== 'column' &&
        object.schema === schema &&
        object.parent === table &&
        names.has(object.name),
    );
  const isOfTable = around.table === table || names.has(table) || parts.length > 0;
  if (!isOfTable || column === undefined) return isOfTable;
  return names.has(column) || parts.some(({ definition }) => mentions(JSON.stringify(definition), column));
}
