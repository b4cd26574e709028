// Made from replica-state.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ReplicaStateParameters {

}

export interface ReplicaStateRow {
  readonly standby: boolean;
  readonly replayed: string | null;
  readonly system: string;
}

export const replicaStateSql = sql<ReplicaStateParameters, ReplicaStateRow>({
  name: 'replica-state',
  parameters: [],
  text: `SELECT pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn()::text AS replayed,
  (SELECT system_identifier::text FROM pg_control_system()) AS system`,
});
