// Made from restore-status.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RestoreStatusParameters {
  readonly communityId: string;
  readonly userId: string;
}

export interface RestoreStatusRow {
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED' | null;
}

export const restoreStatusSql = sql<RestoreStatusParameters, RestoreStatusRow>({
  name: 'restore-status',
  parameters: ['communityId', 'userId'],
  text: `SELECT agora_status_now($1, $2) AS status`,
});
