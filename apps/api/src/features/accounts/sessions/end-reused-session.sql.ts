// Made from end-reused-session.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface EndReusedSessionParameters {
  readonly communityId: string;
  readonly presented: Uint8Array;
  readonly nextId: string;
}

export interface EndReusedSessionRow {

}

export const endReusedSessionSql = sql<EndReusedSessionParameters, EndReusedSessionRow>({
  name: 'end-reused-session',
  parameters: ['communityId', 'presented', 'nextId'],
  text: `UPDATE refresh_tokens SET revoked_at = now()
WHERE community_id = $1 AND revoked_at IS NULL
  AND family_id = (SELECT family_id FROM refresh_tokens
    WHERE community_id = $1 AND token_hash = $2 AND used_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM refresh_tokens WHERE community_id = $1 AND id = $3)`,
});
