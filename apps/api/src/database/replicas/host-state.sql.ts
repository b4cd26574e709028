// Made from host-state.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface HostStateParameters {

}

export interface HostStateRow {
  readonly timeline: number;
}

export const hostStateSql = sql<HostStateParameters, HostStateRow>({
  name: 'host-state',
  parameters: [],
  text: `SELECT CASE WHEN pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool THEN 0
  ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline`,
});
