// Made from active-ahead.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface ActiveAheadParameters {
  readonly communities: readonly (string)[] | null;
}

export interface ActiveAheadRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const activeAheadSql = sql<ActiveAheadParameters, ActiveAheadRow>({
  name: 'active-ahead',
  parameters: ['communities'],
  text: `SELECT community_id, 'user_statistics ' || user_id AS row, 'last active on ' || last_active_on AS detail
  FROM user_statistics t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND last_active_on > ((now() + interval '1 minute') AT TIME ZONE 'UTC')::date`,
});
