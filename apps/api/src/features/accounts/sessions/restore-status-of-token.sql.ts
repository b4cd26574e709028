// Made from restore-status-of-token.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RestoreStatusOfTokenParameters {
  readonly communityId: string;
  readonly presented: Uint8Array;
}

export interface RestoreStatusOfTokenRow {
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED' | null;
}

export const restoreStatusOfTokenSql = sql<RestoreStatusOfTokenParameters, RestoreStatusOfTokenRow>({
  name: 'restore-status-of-token',
  parameters: ['communityId', 'presented'],
  text: `SELECT agora_status_now($1, user_id) AS status FROM refresh_tokens
WHERE community_id = $1 AND token_hash = $2`,
});
