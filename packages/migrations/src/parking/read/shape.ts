import { type Client, failedWith, SQLSTATE, sqlState } from '@agora/postgres';

import { isParkedName } from '../names.ts';

/** What a table is made of, so far as its own definition says. */
export interface Shape {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** Kind, persistence, key and bound of partitions, type, parents: what must be alike. */
  readonly nature: string;
  /** SQL of its place in a partitioned table; null where it has none. */
  readonly bound: { readonly parent: string; readonly sql: string } | null;
  readonly columns: readonly ColumnShape[];
  readonly constraints: readonly ConstraintShape[];
  /** Indexes that are no constraint's: what they are called, and how they are defined without that. */
  readonly indexes: readonly Named[];
}

export interface ColumnShape {
  readonly name: string;
  /** Type, modifier, collation, identity and what it is computed by: what must be alike. */
  readonly nature: string;
  /** The type as SQL. */
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly identity: string;
  readonly isGenerated: boolean;
  readonly isEnum: boolean;
}

export interface Named {
  readonly name: string;
  readonly definition: string;
}

export interface ConstraintShape extends Named {
  /** `pg_constraint.contype`. */
  readonly type: string;
}

/** Reads the shape of a table by its number; columns that are parked are none of it. */
export async function readShape(client: Client, oid: string): Promise<Shape | undefined> {
  const { rows } = await client.query<Shape>(
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name,
       pg_catalog.concat_ws(' ', c.relkind, c.relpersistence, c.reloftype, pg_catalog.pg_get_partkeydef(c.oid)) AS nature,
       (SELECT pg_catalog.json_build_object('parent', pg_catalog.format('%I.%I', pn.nspname, p.relname), 'sql', pg_catalog.pg_get_expr(c.relpartbound, c.oid))
          FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
          JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid AND c.relispartition) AS bound,
       COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                'nature', pg_catalog.concat_ws(' ', a.atttypid, a.atttypmod, a.attcollation, '/' || a.attidentity::text, '/' || a.attgenerated::text,
                  CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END),
                'notNull', a.attnotnull, 'identity', a.attidentity, 'isGenerated', a.attgenerated <> '', 'isEnum', EXISTS (SELECT FROM pg_catalog.pg_enum e WHERE e.enumtypid = a.atttypid),
                'default', CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END) ORDER BY a.attnum)
          FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT ${isParkedName('a.attname')}), '[]') AS columns,
       COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', k.conname, 'type', k.contype, 'definition', pg_catalog.pg_get_constraintdef(k.oid)) ORDER BY k.oid)
          FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x', 'c', 'f') AND k.conparentid = 0 AND k.coninhcount = 0), '[]') AS constraints,
       COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', x.relname, 'definition',
                pg_catalog.concat(i.indisunique, pg_catalog.substr(pg_catalog.pg_get_indexdef(x.oid),
                  pg_catalog.strpos(pg_catalog.pg_get_indexdef(x.oid), ' USING ' || am.amname || ' (')))))
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am am ON am.oid = x.relam
         WHERE i.indrelid = c.oid AND i.indisvalid AND NOT EXISTS (
           SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x'))), '[]') AS indexes
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1`,
    [oid],
  );
  return rows[0];
}

/**
 * Runs statements, looks, and takes them back: what they would make is read from the catalog, not guessed from the
 * text. For statements on nothing or on empty tables, which take no time.
 *
 * @returns undefined where the server refuses them
 */
export async function probe<T>(
  client: Client,
  statements: readonly string[],
  look: () => Promise<T>,
): Promise<T | undefined> {
  await client.query('SAVEPOINT agora_probe');
  const looked = (await runs(client, statements)) ? await look() : undefined;
  await client.query('ROLLBACK TO SAVEPOINT agora_probe; RELEASE SAVEPOINT agora_probe');
  return looked;
}

async function runs(client: Client, statements: readonly string[]): Promise<boolean> {
  try {
    for (const sql of statements) await client.query(sql);
    return true;
  } catch (error) {
    if (sqlState(error) === undefined || failedWith(error, SQLSTATE.lockNotAvailable, SQLSTATE.queryCanceled))
      throw error;
    return false;
  }
}
