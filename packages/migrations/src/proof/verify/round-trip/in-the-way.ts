import type { FillableTable } from '@agora/catalog';
import { ScriptFailure, serverError } from '@agora/postgres';
import { loadParser, nameOf, parseStatements, relationsIn } from '@agora/postgres/parser';

import type { Script } from '../../../project/folder.ts';
import { namesOverTime } from '../../down/values/reading.ts';

/**
 * The tables whose rows a failed script is likely to have refused: the one that the server names, else those that the
 * statement names. Empty where neither says.
 * @param tables as they were before the script
 */
export async function tablesInTheWay(
  error: unknown,
  script: Script,
  tables: readonly FillableTable[],
): Promise<readonly FillableTable[]> {
  const { schema, table } = serverError(error) ?? {};
  const named = tables.filter(({ label }) => label === `${schema}.${table}`);
  const index = failureOf(error)?.statement?.index;
  if (named.length > 0 || index === undefined) return named;
  await loadParser();
  const { statements } = parseStatements(script.statements);
  const names = namesOverTime(statements);
  const found = new Set<FillableTable>();
  for (const [place, one] of statements.entries()) {
    if (one.index !== index) continue;
    // What it runs may be about any table.
    if ((one.block?.dynamic ?? []).length > 0) return [];
    for (const node of [one.node, ...(one.block?.others ?? [])]) {
      for (const relation of relationsIn(node)) {
        const called = nameOf(relation);
        const first = names.first({ schema: called.schema, table: called.name }, place);
        for (const known of tables)
          if (
            first.schema === undefined
              ? known.bareName === first.table
              : known.label === `${first.schema}.${first.table}`
          )
            found.add(known);
      }
    }
  }
  return [...found];
}

function failureOf(error: unknown): ScriptFailure | undefined {
  if (error instanceof ScriptFailure) return error;
  return error instanceof Error && error.cause !== undefined ? failureOf(error.cause) : undefined;
}
