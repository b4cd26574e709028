import type { Client } from '@agora/postgres';

/** What stands on a column of a table and goes with it. */
export interface ColumnParts {
  /** Constraints, and indexes that are none. */
  readonly constraints: readonly Part[];
  readonly indexes: readonly Part[];
  /** Extended statistics, as SQL. */
  readonly statistics: readonly string[];
  /** Sequences that belong to the column and are not those of an identity: as SQL with its schema, and the name. */
  readonly sequences: readonly { readonly schema: string; readonly name: string }[];
  /** The sequence of an identity: the number it would give next. */
  readonly next: string | null;
}

/** A constraint or an index. */
export interface Part {
  readonly schema: string;
  readonly name: string;
  /** Whether rows without a value in the column pass it whatever else they hold, so that it can stay. */
  readonly mayStay: boolean;
  readonly isUnique: boolean;
}

/** Reads what stands on a column. */
export async function readColumnParts(client: Client, table: string, number: number): Promise<ColumnParts> {
  const { rows } = await client.query<ColumnParts>(
    `WITH known AS (
       SELECT i.indexrelid, x.relname, n.nspname, i.indisunique AS "isUnique", r.relkind = 'r' AND i.indisvalid AND NOT i.indisreplident
                AND i.indexprs IS NULL AND (NOT i.indisunique OR (i.indpred IS NULL
                  AND COALESCE(pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'false'
                  AND $2 = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))) AS "mayStay"
         FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace JOIN pg_catalog.pg_class r ON r.oid = i.indrelid
        WHERE i.indrelid = $1)
     SELECT COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', '', 'name', k.conname, 'isUnique', k.contype = 'u', 'mayStay',
                k.contype = 'u' AND EXISTS (SELECT FROM known WHERE indexrelid = k.conindid AND "mayStay")))
              FROM pg_catalog.pg_constraint k
             WHERE k.conrelid = $1 AND $2 = ANY (k.conkey) AND k.contype IN ('p', 'u', 'c', 'f', 'x')), '[]') AS constraints,
            COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', nspname, 'name', relname, 'isUnique', "isUnique", 'mayStay', "mayStay"))
              FROM known
             WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = indexrelid AND k.conrelid = $1 AND k.contype IN ('p', 'u', 'x'))
               AND EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.objid = indexrelid AND d.refobjid = $1 AND d.refobjsubid = $2)), '[]') AS indexes,
            ARRAY(SELECT pg_catalog.format('%I.%I', n.nspname, s.stxname) FROM pg_catalog.pg_statistic_ext s
                    JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
                   WHERE s.stxrelid = $1 AND EXISTS (SELECT FROM pg_catalog.pg_depend d
                     WHERE d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND d.objid = s.oid
                       AND d.refobjid = $1 AND d.refobjsubid = $2)) AS statistics,
            COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', n.nspname, 'name', s.relname))
              FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
              JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
             WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
               AND d.refobjid = $1 AND d.refobjsubid = $2 AND d.deptype = 'a'), '[]') AS sequences,
            (SELECT (COALESCE(pg_catalog.pg_sequence_last_value(q.seqrelid), q.seqstart - q.seqincrement) + q.seqincrement)::text
              FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence q ON q.seqrelid = d.objid
             WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
               AND d.refobjid = $1 AND d.refobjsubid = $2 AND d.deptype = 'i') AS next`,
    [table, number],
  );
  return rows[0] ?? { constraints: [], indexes: [], statistics: [], sequences: [], next: null };
}
