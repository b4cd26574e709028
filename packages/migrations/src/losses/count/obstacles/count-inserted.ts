import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Question, RowTest } from '../../read/obstacles/row-test.ts';
import { number } from '../counting.ts';
import { queryAside, textOf } from '../query-aside.ts';
import type { Refused } from './refused.ts';

/** Rows whose unique keys are among those that a query makes; a trigger may make others of these. */
export async function ofInserted(
  client: Client,
  { table, what }: RowTest,
  { columns, source, without }: Extract<Question, { kind: 'inserted' }>,
): Promise<readonly Refused[]> {
  const regclass = `pg_catalog.to_regclass(${quoteLiteral(quoted(table))})`;
  const own = await queryAside(
    client,
    table.path,
    `SELECT attname AS name, pg_catalog.format_type(atttypid, atttypmod) AS type,
            EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = attrelid AND NOT tgisinternal AND tgtype & 7 = 7) AS fired
     FROM pg_catalog.pg_attribute WHERE attrelid = ${regclass} AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  const types = new Map(own.map((row) => [textOf(row, 'name'), textOf(row, 'type')]));
  const names = columns.length > 0 ? columns : [...types.keys()];
  const indexes = await queryAside(
    client,
    table.path,
    `SELECT c.relname AS name, (SELECT pg_catalog.json_agg(a.attname) FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])) AS columns
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = ${regclass} AND i.indisunique AND i.indisvalid AND i.indexprs IS NULL AND i.indpred IS NULL ORDER BY 1`,
  );
  for (const row of indexes) {
    const keys = Array.isArray(row['columns']) ? row['columns'].map(String) : [];
    if (without.has(textOf(row, 'name')) || keys.length === 0 || !keys.every((key) => names.includes(key)))
      continue;
    const list = (of: (key: string) => string): string => keys.map(of).join(', ');
    const made = `SELECT ${list((key) => `made.${quoteIdentifier(key)}::${types.get(key) ?? 'text'}`)} FROM (${source}\n) AS made (${names.map(quoteIdentifier).join(', ')})`;
    const sql = `SELECT pg_catalog.count(*) AS rows FROM ${quoted(table)} WHERE (${list(quoteIdentifier)}) IN (${made})`;
    const rows = await number(client, table.path, sql);
    if (rows > 0) return [{ rows, what, ...(own[0]?.['fired'] === true ? { isUnsure: true } : {}) }];
  }
  return [];
}
