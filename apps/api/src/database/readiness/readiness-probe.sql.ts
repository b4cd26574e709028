// Made from readiness-probe.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ReadinessProbeParameters {

}

export interface ReadinessProbeRow {
  readonly lag: number | null;
}

export const readinessProbeSql = sql<ReadinessProbeParameters, ReadinessProbeRow>({
  name: 'readiness-probe',
  parameters: [],
  text: `SELECT CASE WHEN pg_is_in_recovery()
  THEN greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp()) * 1000)::float8 END AS lag`,
});
