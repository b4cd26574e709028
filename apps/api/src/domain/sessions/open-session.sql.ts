// Made from open-session.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface OpenSessionParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly tokenVersion: number | null;
  readonly codeProved: boolean;
  readonly tokenId: string;
  readonly hash: Uint8Array;
  readonly days: number;
  readonly device: string | null;
  readonly byPasskey: boolean;
}

export interface OpenSessionRow {
  readonly id: string;
}

export const openSessionSql = sql<OpenSessionParameters, OpenSessionRow>({
  name: 'open-session',
  parameters: ['communityId', 'userId', 'passwordHash', 'tokenVersion', 'codeProved', 'tokenId', 'hash', 'days', 'device', 'byPasskey'],
  text: `WITH holder AS MATERIALIZED (
  SELECT id FROM users WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE'
    AND ($3::text IS NULL OR password_hash = $3)
    AND ($4::int IS NULL OR token_version = $4)
    AND ($5::bool OR NOT EXISTS (
      SELECT FROM two_factors WHERE community_id = $1 AND user_id = $2 AND enabled_at IS NOT NULL))
  FOR NO KEY UPDATE
)
INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device, by_passkey)
SELECT $1, $6, id, $6, $7, now() + $8::int * interval '1 day', $9,
  $10 FROM holder
RETURNING id`,
});
