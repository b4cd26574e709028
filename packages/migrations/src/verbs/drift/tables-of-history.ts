import { loadParser, parseStatements } from '@agora/postgres/parser';

import type { Migration } from '../../project/folder.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import { SchemaModel } from '../../script/model/schema-model.ts';

/** What a history says that it has made, read from its text alone. */
export interface TablesOfHistory {
  /** As `schema.name`, sorted. */
  readonly tables: readonly string[];
  /** False where SQL is put together at run time (DO, CALL, SELECT of a function), so that there may be more. */
  readonly complete: boolean;
}

/**
 * The tables that these migrations leave, without running them: the cheap half of {@link findDrift}.
 * @param defaultSchema of unqualified names
 */
export async function tablesOfHistory(
  migrations: readonly Migration[],
  defaultSchema: string,
): Promise<TablesOfHistory> {
  await loadParser();
  const model = new SchemaModel(defaultSchema);
  for (const [index, { up }] of migrations.entries()) {
    model.migration = index;
    model.searchPath = [defaultSchema];
    for (const statement of parseStatements(up.statements).statements) applyStatement(model, statement);
  }
  const tables = [...model.tables.values()].map(({ schema, name }) => `${schema}.${name}`);
  const statements = migrations.flatMap(({ up }) => up.statements);
  return {
    tables: tables.toSorted(),
    complete: !statements.some(({ text }) => /^(?:do|call|select|with)\b/i.test(text)),
  };
}
