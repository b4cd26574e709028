import type { FillableTable, TableForeignKey } from '@agora/catalog';
import { type Client, quoteIdentifier, sqlState } from '@agora/postgres';

import { isRequiredKey } from './table-order.ts';

/**
 * Points rows at tables that had none when the rows were made: circles of references are closed by their keys that may
 * be null. Rows that were there before are left as they are. A key that cannot be set, because a value may be used once
 * or a trigger refuses, stays null.
 * @param tables in the order in which they were filled
 * @param made those that had no row before
 */
export async function setLateReferences(
  client: Client,
  tables: readonly FillableTable[],
  made: ReadonlySet<FillableTable>,
): Promise<void> {
  const seen = new Set<number>();
  for (const table of tables) {
    seen.add(table.oid);
    if (!made.has(table)) continue;
    for (const key of table.foreignKeys) {
      if (seen.has(key.target) || isRequiredKey(table, key)) continue;
      await client.query(pointing(table, key)).catch((error: unknown) => {
        if (sqlState(error) === undefined) throw error;
      });
    }
  }
}

function pointing(table: FillableTable, key: TableForeignKey): string {
  const open = key.columns.flatMap((name, index) =>
    table.columns.find((column) => column.name === name)?.notNull === true
      ? []
      : [{ name: quoteIdentifier(name), target: quoteIdentifier(key.targetColumns[index] ?? '') }],
  );
  const fixed = key.columns.flatMap((name, index) =>
    open.some((one) => one.name === quoteIdentifier(name))
      ? []
      : [`target.${quoteIdentifier(key.targetColumns[index] ?? '')} = t.${quoteIdentifier(name)}`],
  );
  const where = fixed.length === 0 ? '' : ` WHERE ${fixed.join(' AND ')}`;
  const picked = `SELECT ${open.map(({ target }) => `target.${target}`).join(', ')} FROM ${key.targetName} target${where} ORDER BY 1 LIMIT 1`;
  return `UPDATE ${table.name} t SET (${open.map(({ name }) => name).join(', ')}) = (${picked}) WHERE ${open.map(({ name }) => `t.${name} IS NULL`).join(' AND ')}`;
}
