// Made from primary-state.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface PrimaryStateParameters {

}

export interface PrimaryStateRow {
  readonly written: string;
  readonly flushed: string;
  readonly system: string;
}

export const primaryStateSql = sql<PrimaryStateParameters, PrimaryStateRow>({
  name: 'primary-state',
  parameters: [],
  text: `SELECT pg_current_wal_insert_lsn()::text AS written, pg_current_wal_flush_lsn()::text AS flushed,
  (SELECT system_identifier::text FROM pg_control_system()) AS system`,
});
