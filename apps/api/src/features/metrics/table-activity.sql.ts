// Made from table-activity.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TableActivityParameters {

}

export interface TableActivityRow {
  readonly table: string;
  readonly inserted: number;
  readonly changed: number;
}

export const tableActivitySql = sql<TableActivityParameters, TableActivityRow>({
  name: 'table-activity',
  parameters: [],
  text: `SELECT relname AS table, n_tup_ins::float8 AS inserted, (n_tup_upd + n_tup_del)::float8 AS changed
FROM pg_stat_user_tables WHERE schemaname = 'public'
  AND relname IN ('point_transactions', 'posts', 'comments', 'post_likes', 'comment_likes', 'users')`,
});
