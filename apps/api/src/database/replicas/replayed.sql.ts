// Made from replayed.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ReplayedParameters {
  readonly position: string;
}

export interface ReplayedRow {
  readonly replayed: number | null;
}

export const replayedSql = sql<ReplayedParameters, ReplayedRow>({
  name: 'replayed',
  parameters: ['position'],
  text: `SELECT CASE WHEN pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::text::pg_lsn THEN 0
  ELSE (coalesce(pg_last_wal_replay_lsn()::text, 'nothing') || ' is what this replica has replayed')::int END AS replayed`,
});
