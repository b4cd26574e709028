import { type Client, failedWith, quoteIdentifier, quoteLiteral, sqlState, SQLSTATE } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Taking } from '../read/taking.ts';
import { queryAside, textOf } from './query-aside.ts';
import { type Found, number, relationOf } from './counting.ts';

/**
 * Values of a column that do not come back from casts to other types: what is rounded, or cut off. Values that cannot be
 * cast are none: the statement fails at them as a whole.
 *
 * @param casts types as SQL, the first first
 */
export async function ofCasts(
  client: Client,
  { table, column }: Extract<Taking, { kind: 'values' }>,
  casts: readonly string[],
): Promise<readonly Found[]> {
  const { schema, table: name } = await relationOf(client, table);
  const relation = quoted({ schema, name });
  const [row] = await queryAside(
    client,
    table.path,
    `SELECT pg_catalog.format_type(atttypid, atttypmod) AS type FROM pg_catalog.pg_attribute
      WHERE attrelid = pg_catalog.to_regclass(${quoteLiteral(relation)}) AND attname = ${quoteLiteral(column)} AND attgenerated = ''`,
  );
  const type = textOf(row, 'type');
  if (type === '') return [];
  const own = quoteIdentifier(column);
  const there = [own, ...casts].join('::');
  // Some types are read by their text alone, and some have no equality.
  const conditions = [
    `${there}::${type} IS DISTINCT FROM ${own}`,
    `${there}::text::${type} IS DISTINCT FROM ${own}`,
    `${there}::text::${type}::text IS DISTINCT FROM ${own}::text`,
  ];
  for (const where of conditions) {
    const sql = `SELECT pg_catalog.count(*) AS rows FROM ${relation} WHERE ${where}`;
    try {
      const rows = await number(client, table.path, sql);
      return [{ target: { schema, table: name, column }, rows, ...(rows > 0 ? { where } : {}) }];
    } catch (error) {
      // Data that is refused, or a type that the script makes first.
      if (/^(?:22|23)/.test(sqlState(error) ?? '') || failedWith(error, SQLSTATE.undefinedObject)) return [];
      if (!failedWith(error, SQLSTATE.cannotCoerce, SQLSTATE.undefinedFunction)) throw error;
    }
  }
  return [];
}
