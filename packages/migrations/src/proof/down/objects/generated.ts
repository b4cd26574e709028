import { asText, type Catalog } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { dropStatement } from './drop-statement.ts';

/**
 * Drops columns that are STORED now and were VIRTUAL, or the other way round: the planner sees one expression in both,
 * and makes anew what is missing. They hold nothing of their own.
 */
export function dropRegenerated(before: Catalog, current: Catalog): string[] {
  return [...before.objects.values()].flatMap((old) => {
    const now = current.objects.get(old.key);
    if (old.kind !== 'column' || now === undefined || now.definition['inherited'] === true) return [];
    const kinds = [old, now].map(({ definition }) => asText(definition['generated']).slice(0, 1));
    if (kinds[0] === kinds[1] || kinds.includes('')) return [];
    return dropStatement(now) ?? [];
  });
}

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
