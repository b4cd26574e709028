// Made from made-rows.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface MadeRowsParameters {

}

export interface MadeRowsRow {
  readonly table: string;
  readonly rows: number;
}

export const madeRowsSql = sql<MadeRowsParameters, MadeRowsRow>({
  name: 'made-rows',
  parameters: [],
  text: `SELECT "table", sum(rows)::float8 AS rows
  FROM (SELECT key AS "table", value::bigint AS rows FROM agora.load_communities, jsonb_each_text(rows)
        UNION ALL SELECT table_name, rows FROM agora.load_tables) made
 GROUP BY 1 ORDER BY 1`,
});
