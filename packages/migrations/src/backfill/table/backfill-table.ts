import { AgoraError } from '@agora/core';
import { type Client, identifier, quoteIdentifier } from '@agora/postgres';

/** A column of the key by which a table is walked. */
export interface KeyColumn {
  /** As the server stores it. */
  readonly name: string;
  /** With its modifier: `character(5)`, not `character`, which would be one character. */
  readonly type: string;
  /** Of the index, as SQL, where it is not that of the column. */
  readonly collation?: string;
}

/** The table of a backfill, as the catalog has it. */
export interface BackfillTable {
  readonly oid: number;
  /** With its schema, quoted. */
  readonly name: string;
  readonly key: readonly KeyColumn[];
  /** As the statistics have it; -1 where there are none. */
  readonly estimatedRows: number;
}

interface FoundTable {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly children: boolean;
  readonly rows: number;
}

/**
 * Looks up the table and the unique index that its rows are walked by.
 * @param target names as SQL, found by the search path of the session
 * @throws AgoraError `backfill.no_table`, `backfill.no_key`
 */
export async function readBackfillTable(
  client: Client,
  target: { readonly table: string; readonly key: readonly string[] },
): Promise<BackfillTable> {
  const { rows } = await client.query<FoundTable>(
    `SELECT c.oid::int8::float8 AS oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind,
            EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS children,
            CASE c.relkind WHEN 'p' THEN
              (SELECT COALESCE(sum(GREATEST(leaf.reltuples, 0)), -1)
                 FROM pg_catalog.pg_partition_tree(c.oid) tree JOIN pg_catalog.pg_class leaf ON leaf.oid = tree.relid
                WHERE tree.isleaf) ELSE c.reltuples END::float8 AS rows
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = pg_catalog.to_regclass($1)`,
    [target.table],
  );
  const found = rows[0];
  if (found === undefined) throw noTable(target.table, 'There is no such table.');
  if (found.kind !== 'r' && found.kind !== 'p')
    throw noTable(target.table, 'It is no table with rows of its own.');
  if (found.kind === 'r' && found.children)
    throw noTable(target.table, 'Tables inherit from it, and no index of it covers their rows.');
  return {
    oid: found.oid,
    name: found.name,
    key: await readKey(client, found, target.key),
    estimatedRows: found.rows,
  };
}

interface FoundIndex {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly collations: readonly (string | null)[];
  readonly nullable: readonly string[];
  /** Whether its order is that of `<`, one way for all columns. */
  readonly ordered: boolean;
}

async function readKey(
  client: Client,
  table: FoundTable,
  wanted: readonly string[],
): Promise<readonly KeyColumn[]> {
  // A NOT NULL constraint that is NOT VALID (PostgreSQL 18) stands in attnotnull all the same.
  const { rows } = await client.query<FoundIndex>(
    `SELECT array_agg(a.attname::text ORDER BY k) AS columns,
            array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY k) AS types,
            array_agg(CASE WHEN i.indcollation[k] <> 0 AND i.indcollation[k] <> a.attcollation
                           THEN pg_catalog.format('%I.%I', cn.nspname, co.collname) END ORDER BY k) AS collations,
            COALESCE(array_agg(a.attname::text ORDER BY k) FILTER (WHERE NOT a.attnotnull OR EXISTS (
              SELECT FROM pg_catalog.pg_constraint nn
               WHERE nn.conrelid = i.indrelid AND nn.contype = 'n' AND NOT nn.convalidated AND a.attnum = ANY (nn.conkey))),
              '{}') AS nullable,
            bool_and(oc.opcdefault) AND am.amname = 'btree' AND count(DISTINCT i.indoption[k] & 1) = 1 AS ordered
       FROM pg_catalog.pg_index i
       JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
       JOIN pg_catalog.pg_am am ON am.oid = ic.relam
      CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k
       JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k]
       JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[k]
       LEFT JOIN pg_catalog.pg_collation co ON co.oid = i.indcollation[k]
       LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
      WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
      GROUP BY i.indexrelid, i.indisprimary, am.amname
      ORDER BY i.indisprimary DESC, i.indexrelid`,
    [table.oid],
  );
  const names = wanted.map((name) => identifier(name) ?? name);
  const same = rows.filter(({ columns }) => columns.join('\0') === names.join('\0'));
  const index = same.find(({ ordered, nullable }) => ordered && nullable.length === 0);
  if (index === undefined) throw noKey(table.name, names, same[0], rows);
  return index.columns.map((name, at) => {
    const collation = index.collations[at];
    return { name, type: index.types[at] ?? '', ...(collation ? { collation } : {}) };
  });
}

function noTable(table: string, why: string): AgoraError {
  return new AgoraError({
    code: 'backfill.no_table',
    message: `${table} cannot be backfilled.`,
    why,
    fix: 'Name a table, or a partitioned table, in the line "-- agora: backfill <table> by (<key>)"; of tables that inherit each wants a migration of its own.',
  });
}

function noKey(
  table: string,
  wanted: readonly string[],
  same: FoundIndex | undefined,
  all: readonly FoundIndex[],
): AgoraError {
  const key = wanted.map(quoteIdentifier).join(', ');
  const usable = all.filter(({ ordered, nullable }) => ordered && nullable.length === 0);
  const why =
    same === undefined
      ? 'No unique index covers exactly these columns in this order, all rows of the table, and no expression.'
      : same.nullable.length > 0
        ? `${same.nullable.join(', ')} may be NULL, and such rows have no place in the order of the key.`
        : 'Its unique index is not ordered one way by the usual operators.';
  const others = usable.map(({ columns }) => `by (${columns.map(quoteIdentifier).join(', ')})`);
  return new AgoraError({
    code: 'backfill.no_key',
    message: `${table} cannot be walked by (${key}).`,
    why,
    fix:
      others.length > 0
        ? `Write: ${others.join(', or ')}.`
        : `In an earlier migration: CREATE UNIQUE INDEX CONCURRENTLY ON ${table} (${key}), its columns NOT NULL; a table without any key can be given one: ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY (it rewrites the table).`,
  });
}
