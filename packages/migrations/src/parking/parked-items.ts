import type { Client } from '@agora/postgres';

import { epochMs } from '../history/times.ts';
import { PARKED_SCHEMA } from './names.ts';
import { isKnown, type Parked, PARKED_TABLE, type ParkedKind } from './parked.ts';

/** Something parked, for a list. Plain data, fit for JSON. */
export interface ParkedItem {
  readonly id: string;
  readonly kind: ParkedKind;
  /** What it was called, as `schema.table.column`. */
  readonly name: string;
  /** Where it is now, the same way; null where somebody has dropped it. */
  readonly now: string | null;
  readonly migration: string;
  /** The way that would have destroyed it. */
  readonly direction: Parked['direction'];
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  /** Whether that time is over, so that a purge takes it. */
  readonly isOver: boolean;
  /** What it takes on disk: of a column, by the planner's statistics; null where there are none. */
  readonly bytes: number | null;
  /** Rows of its table, as the planner guesses; null where it cannot. */
  readonly rows: number | null;
  /** SQL of its table or type as it is now, and the columns that it consists of. */
  readonly place: { readonly relation: string; readonly columns: readonly string[] } | null;
}

type Row = Omit<ParkedItem, 'since' | 'until' | 'bytes' | 'rows'> & {
  readonly since: number;
  readonly until: number;
  readonly bytes: string | null;
  readonly rows: string | null;
};

/** Reads what a project has parked, the oldest first; nothing where nothing is, or the role may not know. */
export async function readParkedItems(client: Client, schema: string): Promise<readonly ParkedItem[]> {
  if (!(await isKnown(client))) return [];
  const { rows } = await client.query<Row>(
    `SELECT p.id::text AS id, p.kind, concat_ws('.', p.schema_name, p.object_name, p.column_name) AS name,
            concat_ws('.', COALESCE(n.nspname, yn.nspname), COALESCE(c.relname, y.typname), a.attname) AS now,
            p.migration_name AS migration, p.direction, ${epochMs('p.parked_at')} AS since, ${epochMs('p.until')} AS until, p.until <= pg_catalog.now() AS "isOver",
            CASE WHEN p.kind = 'table' THEN pg_catalog.pg_total_relation_size(c.oid)
                 WHEN c.reltuples >= 0 THEN (c.reltuples::float8 * s.avg_width * (1 - s.null_frac))::bigint END::text AS bytes,
            CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END::text AS rows,
            CASE WHEN COALESCE(c.oid, y.oid) IS NOT NULL THEN pg_catalog.json_build_object(
              'relation', pg_catalog.format('%I.%I', COALESCE(n.nspname, yn.nspname), COALESCE(c.relname, y.typname)),
              'columns', CASE WHEN p.kind IN ('column', 'values') THEN ARRAY(SELECT u.name FROM unnest(ARRAY[p.parked_as, p.marker]) AS u(name) WHERE u.name IS NOT NULL)
                         ELSE '{}' END) END AS place
       FROM ${PARKED_TABLE} p
       LEFT JOIN pg_catalog.pg_attribute a ON p.kind IN ('column', 'values') AND a.attname = p.parked_as AND NOT a.attisdropped
         AND EXISTS (SELECT FROM pg_catalog.pg_class r WHERE r.oid = a.attrelid AND r.relkind IN ('r', 'p') AND NOT r.relispartition)
       LEFT JOIN pg_catalog.pg_class c ON CASE p.kind WHEN 'table'
           THEN c.relname = p.parked_as AND c.relnamespace = pg_catalog.to_regnamespace('${PARKED_SCHEMA}') ELSE c.oid = a.attrelid END
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_catalog.pg_type y ON p.kind = 'type' AND y.typname = p.parked_as AND y.typnamespace = pg_catalog.to_regnamespace('${PARKED_SCHEMA}')
       LEFT JOIN pg_catalog.pg_namespace yn ON yn.oid = y.typnamespace
       LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
      WHERE p.history_schema = $1 AND NOT p.is_back ORDER BY p.id`,
    [schema],
  );
  return rows.map(({ since, until, bytes, rows: count, now, ...row }) => ({
    ...row,
    now: row.place === null ? null : now,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    bytes: bytes === null ? null : Number(bytes),
    rows: count === null ? null : Number(count),
  }));
}
