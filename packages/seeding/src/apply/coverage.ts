import type { Client } from '@agora/postgres';
import { projectTables, type SeededTable } from '../rows/index.ts';

/** A difference between what seeds fill and what there is to fill. */
export interface CoverageGap {
  table: string;
  /** Absent: the whole table has no factory. */
  column?: string;
  problem: string;
  fix: string;
}

/** What a project says of what its seeds leave out, and how it would be filled. */
export interface CoverageRules {
  /** Tables that no seed fills, and why. */
  readonly unseeded: Readonly<Record<string, string>>;
  /** Columns, as `table.column`, that the database fills by itself or that are rightly empty, and why. */
  readonly unfilled: Readonly<Record<string, string>>;
  /** What to edit to have a table filled. */
  fixTable(table: string): string;
  /** What to edit to have a column filled. */
  fixColumn(entity: string): string;
}

/**
 * Compares the columns that seeds fill with the live catalog: tables and columns that nothing fills, and columns that
 * are filled but do not exist.
 */
export async function readCoverage(
  client: Client,
  tables: readonly SeededTable[],
  rules: CoverageRules,
): Promise<CoverageGap[]> {
  const found = await projectTables(client);
  const catalog = new Map(
    found.map(({ bareName, columns }) => [bareName, new Set(columns.map(({ name }) => name))]),
  );
  const gaps = [...catalog]
    .toSorted(byName)
    .flatMap(([table, columns]) => gapsOf(table, columns, tables, rules));
  for (const { table, entity } of tables) {
    if (catalog.has(table)) continue;
    gaps.push({ table, problem: 'there is no such table', fix: `Remove the factory "${entity}".` });
  }
  return gaps;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function gapsOf(
  table: string,
  columns: ReadonlySet<string>,
  tables: readonly SeededTable[],
  rules: CoverageRules,
): CoverageGap[] {
  const factory = tables.find((one) => one.table === table);
  if (factory === undefined) {
    if (rules.unseeded[table] !== undefined) return [];
    return [{ table, problem: 'no factory fills this table', fix: rules.fixTable(table) }];
  }
  const { entity } = factory;
  const empty = [...columns].filter(
    (column) => !factory.columns.includes(column) && rules.unfilled[`${table}.${column}`] === undefined,
  );
  return [
    ...empty.map((column) => ({
      table,
      column,
      problem: 'no factory fills this column',
      fix: rules.fixColumn(entity),
    })),
    ...factory.columns
      .filter((column) => !columns.has(column))
      .map((column) => ({
        table,
        column,
        problem: 'the table has no such column',
        fix: `Apply pending migrations (agora migrate deploy), or remove it from the factory "${entity}".`,
      })),
  ];
}
