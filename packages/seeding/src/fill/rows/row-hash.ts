import type { FillableTable } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

/** SQL for a hash of a value, as text; null has none. */
export function valueHash(expression: string): string {
  return `hashtextextended(${expression}, 0)::text`;
}

/** SQL for what tells a row from the others of its table: a hash of its key, or of all of it where it has none. */
export function rowMark(table: FillableTable): string {
  if (table.primaryKey.length === 0) return rowHash(table);
  return valueHash(
    `ROW(${table.primaryKey.map((name) => `${quoteIdentifier(name)}::text`).join(', ')})::text`,
  );
}

/** SQL for a hash of a whole row, whatever the order of its columns. Generated ones follow from the others. */
export function rowHash(table: FillableTable): string {
  const columns = table.columns.map(({ name }) => name).toSorted();
  return valueHash(`ROW(${columns.map((name) => `${quoteIdentifier(name)}::text`).join(', ')})::text`);
}
