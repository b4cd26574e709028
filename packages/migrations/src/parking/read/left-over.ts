import { type Client, quoteLiteral } from '@agora/postgres';

import { isParkedName, PARKED_PREFIX, PARKED_SCHEMA } from '../names.ts';
import { type Direction, type Owner, PARKED_TABLE } from '../parked.ts';

/**
 * SQL that ends the return of what a migration had parked: keys and indexes that came back with a table and that the
 * script did not ask for again are dropped, unless they are of another column that is still parked. Indexes of
 * partitions, which follow those of the whole, have their names again.
 */
export async function leftOverSql(
  client: Client,
  { schema, migration }: Owner,
  direction: Direction,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ sql: string }>(
    `WITH tables AS (
       SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname <> '${PARKED_SCHEMA}')
     SELECT pg_catalog.format('ALTER TABLE %I.%I DROP CONSTRAINT %I', b.nspname, b.relname, k.conname) AS sql
       FROM tables b JOIN pg_catalog.pg_constraint k ON k.conrelid = b.oid
      WHERE ${isParkedName('k.conname')} AND k.conparentid = 0 AND k.coninhcount = 0 AND k.contype IN ('p', 'u', 'x', 'c')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = b.oid AND a.attnum = ANY (k.conkey) AND ${isParkedName('a.attname')})
     UNION ALL
     SELECT pg_catalog.format('DROP INDEX %I.%I', xn.nspname, x.relname)
       FROM tables b JOIN pg_catalog.pg_index i ON i.indrelid = b.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
       JOIN pg_catalog.pg_namespace xn ON xn.oid = x.relnamespace
      WHERE ${isParkedName('x.relname')} AND NOT x.relispartition
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.conrelid = b.oid AND k.contype IN ('p', 'u', 'x'))
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = b.oid AND a.attnum = ANY (i.indkey::int2[]) AND ${isParkedName('a.attname')})`,
  );
  const { rows: partitions } = await client.query<{ sql: string }>(
    `SELECT pg_catalog.format('ALTER INDEX %I.%I RENAME TO %I', n.nspname, x.relname, regexp_replace(x.relname, '^${PARKED_PREFIX}\\d+_', '')) AS sql
       FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
       JOIN pg_catalog.pg_inherits i ON i.inhrelid = x.oid JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
      WHERE x.relkind IN ('i', 'I') AND ${isParkedName('x.relname')} AND NOT ${isParkedName('p.relname')} AND n.nspname <> '${PARKED_SCHEMA}'`,
  );
  const [project, name, way] = [schema, migration, direction].map(quoteLiteral);
  return [...rows, ...partitions]
    .map(({ sql }) => sql)
    .concat(
      `DELETE FROM ${PARKED_TABLE} WHERE history_schema = ${project} AND migration_name = ${name} AND direction = ${way} AND is_back`,
    );
}
