import { type Client, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import { partsOf } from '../../../script/clauses.ts';
import type { Question } from '../../read/obstacles/row-test.ts';
import { queryAside, textOf } from '../query-aside.ts';

/**
 * What counts the rows on the wrong side of a partition's bound.
 *
 * @returns empty where the table is not partitioned, or has no default partition to be asked
 */
export async function ofBounds(
  client: Client,
  { of, sql }: Extract<Question, { kind: 'bounds' }>,
): Promise<string> {
  const [found] = await queryAside(
    client,
    of.path,
    `SELECT p.partrelid::text AS parent, pg_catalog.pg_get_partkeydef(p.partrelid) AS key,
            (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p.partdefid) AS rest
     FROM pg_catalog.pg_partitioned_table p WHERE p.partrelid = pg_catalog.to_regclass(${quoteLiteral(quoted(of))})`,
  );
  const key = /\((.*)\)$/s.exec(textOf(found, 'key'))?.[1];
  const rest = textOf(found, 'rest');
  if (key === undefined) return '';
  const keys = partsOf(key).map((one) => one.trim());
  return sql(keys, textOf(found, 'parent'), rest === '' ? undefined : rest);
}
