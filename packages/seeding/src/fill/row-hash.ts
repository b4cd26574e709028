import type { FillableTable } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

/** SQL for a hash of a value, as text; null has none. */
export function valueHash(expression: string): string {
  return `hashtextextended(${expression}, 0)::text`;
}

/** SQL for a hash of a whole row, whatever the order of its columns. Generated ones follow from the others. */
export function rowHash(table: FillableTable): string {
  const columns = table.columns.map(({ name }) => name).toSorted();
  return valueHash(`ROW(${columns.map((name) => `${quoteIdentifier(name)}::text`).join(', ')})::text`);
}
