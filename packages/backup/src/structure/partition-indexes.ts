import type { Client } from '@agora/postgres';

/** Indexes of partitions that hang on one of the parent: made first, they are taken over by name when the parent's is. */
interface PartitionIndexes {
  /** Of partitions that hold rows. */
  readonly leaves: readonly string[];
  /** Of partitions that have partitions, the deepest first. */
  readonly branches: readonly string[];
}

const INDEXES = `WITH RECURSIVE tree AS (
  SELECT h.inhrelid AS index, h.inhparent AS parent, 1 AS depth FROM pg_inherits h
  UNION ALL SELECT t.index, h.inhparent, t.depth + 1 FROM tree t JOIN pg_inherits h ON h.inhrelid = t.parent)
SELECT CASE WHEN k.oid IS NULL THEN pg_get_indexdef(c.oid)
  ELSE format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, t.relname, k.conname, pg_get_constraintdef(k.oid)) END AS sql,
  c.relkind = 'I' AS branch
FROM (SELECT index, max(depth) AS depth FROM tree GROUP BY 1) d JOIN pg_class c ON c.oid = d.index AND c.relkind IN ('i', 'I')
JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x')
WHERE t.relpersistence <> 't' AND n.nspname !~ '^pg_' ORDER BY d.depth DESC, c.oid`;

/** Reads them as statements. */
export async function readPartitionIndexes(client: Client): Promise<PartitionIndexes> {
  const { rows } = await client.query<{ sql: string; branch: boolean }>(INDEXES);
  const leaves = rows.filter(({ branch }) => !branch).map(({ sql }) => sql);
  const branches = rows.filter(({ branch }) => branch).map(({ sql }) => withoutOnly(sql));
  return { leaves, branches };
}

/** A partitioned table's index, with those of its partitions. */
export const withoutOnly = (sql: string): string =>
  sql.replace(/^(CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")+"|\S+) ON) ONLY /, '$1 ');
