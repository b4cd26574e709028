import { asText, type Catalog } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

/**
 * The planner writes every generated column as STORED; those that are VIRTUAL in the state to be reached (PostgreSQL 18)
 * are written so.
 * @param sql CREATE TABLE, or ALTER TABLE ... ADD COLUMN
 */
export function asVirtual(sql: string, target: Catalog): string {
  if (!/\bGENERATED ALWAYS AS\b/.test(sql)) return sql;
  let text = sql;
  for (const column of target.objects.values()) {
    if (column.kind !== 'column' || !asText(column.definition['generated']).startsWith('v')) continue;
    if (!text.includes(quoteIdentifier(column.parent ?? ''))) continue;
    const expression = asText(column.definition['generated']).slice(2);
    const name = quoteIdentifier(column.name);
    const at = text.indexOf(`${name} `);
    const from = at === -1 ? -1 : text.indexOf(expression, at);
    const stored = from === -1 ? -1 : text.indexOf('STORED', from + expression.length);
    if (stored === -1) continue;
    text = `${text.slice(0, stored)}VIRTUAL${text.slice(stored + 'STORED'.length)}`;
  }
  return text;
}
