import type { Client } from '@agora/postgres';

/** How far a backfill is. */
export interface BackfillFigures {
  readonly name: string;
  readonly rows: number;
  readonly isDone: boolean;
  readonly isFailed: boolean;
}

/** How far backfills are; none where there were none, or the role may not look. */
export async function readBackfills(client: Client): Promise<readonly BackfillFigures[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = 'agora' AND c.relname = 'backfills'
                       AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')) AS there`,
  );
  if (found[0]?.there !== true) return [];
  const { rows } = await client.query<BackfillFigures>(
    `SELECT migration_name AS name, rows::float8 AS rows, state = 'done' AS "isDone", state = 'failed' AS "isFailed"
       FROM agora.backfills ORDER BY 1`,
  );
  return rows;
}
