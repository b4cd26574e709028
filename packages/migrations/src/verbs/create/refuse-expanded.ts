import { AgoraError } from '@agora/core';
import { splitStatements } from '@agora/postgres';
import { as, loadParser, nameOf, parseStatements } from '@agora/postgres/parser';

import { describeExpansion, type OpenExpansion } from '../../online/expand/open-expansions.ts';
import { alterationsOf } from '../../script/alterations.ts';

/**
 * Refuses a change of what an expansion has not contracted yet: planned for the time after, it would meet what is there
 * meanwhile.
 *
 * @param schema of unqualified names
 * @throws AgoraError `migrations.expansion_open`
 */
export async function refuseExpanded(
  sql: string,
  open: readonly OpenExpansion[],
  schema: string,
): Promise<void> {
  if (open.length === 0) return;
  await loadParser();
  const touched = parseStatements(splitStatements(sql)).statements.flatMap((statement) => {
    const rename = as(statement.node, 'RenameStmt');
    const isTable = rename?.renameType === 'OBJECT_TABLE';
    const renamed = rename?.relation && { table: nameOf(rename.relation), column: rename.subname, isTable };
    const altered = alterationsOf(statement).map(({ table, command }) => ({
      table,
      column: command.name,
      isTable: false,
    }));
    return renamed === undefined ? altered : [...altered, renamed];
  });
  const met = open.find((expansion) =>
    touched.some(
      ({ table, column, isTable }) =>
        (table.schema ?? schema) === expansion.schema &&
        (expansion.of === 'table'
          ? [expansion.table, expansion.to].includes(table.name)
          : table.name === expansion.table &&
            (isTable || (column !== undefined && [expansion.column, expansion.to].includes(column)))),
    ),
  );
  if (met === undefined) return;
  throw new AgoraError({
    code: 'migrations.expansion_open',
    message: `What the Prisma schema changes is still expanded: ${describeExpansion(met)}.`,
    why: `${met.since} lets both serve until the contraction, and a further change is made after it.\n${sql.trim()}`,
    fix: `agora migrate contract ${met.table}${met.column === undefined ? '' : `.${met.column}`}; or, if the Prisma schema has the old name still, give it the new one.`,
  });
}
