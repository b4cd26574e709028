// Made from open-session.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '../../database/sql.ts';

export interface OpenSessionParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly tokenId: string;
  readonly hash: Uint8Array;
  readonly days: number;
  readonly device: string | null;
}

export interface OpenSessionRow {

}

export const openSessionSql = sql<OpenSessionParameters, OpenSessionRow>({
  name: 'open-session',
  parameters: ['communityId', 'userId', 'passwordHash', 'tokenId', 'hash', 'days', 'device'],
  text: `WITH holder AS MATERIALIZED (
  SELECT id FROM users WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE'
    AND ($3::text IS NULL OR password_hash = $3) FOR NO KEY UPDATE
)
INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device)
SELECT $1, $4, id, $4, $5, now() + $6::int * interval '1 day', $7 FROM holder`,
});
