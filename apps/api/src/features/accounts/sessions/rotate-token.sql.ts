// Made from rotate-token.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RotateTokenParameters {
  readonly communityId: string;
  readonly presented: Uint8Array;
  readonly leewaySeconds: number;
  readonly nextId: string;
  readonly nextHash: Uint8Array;
  readonly days: number;
  readonly device: string | null;
}

export interface RotateTokenRow {
  readonly refused: string | null;
}

export const rotateTokenSql = sql<RotateTokenParameters, RotateTokenRow>({
  name: 'rotate-token',
  parameters: ['communityId', 'presented', 'leewaySeconds', 'nextId', 'nextHash', 'days', 'device'],
  text: `WITH holder AS MATERIALIZED (
  SELECT id, status FROM users WHERE community_id = $1
    AND id = (SELECT user_id FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2)
  FOR NO KEY UPDATE
), presented AS MATERIALIZED (
  SELECT * FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2
    AND (SELECT count(*) FROM holder) > 0 FOR UPDATE
), good AS (
  SELECT p.*, now() AS time FROM presented p JOIN holder u ON u.id = p.user_id AND u.status = 'ACTIVE'
  -- A rival who began later may have used it in the future of this transaction.
  WHERE (p.used_at IS NULL OR $3::int > 0 AND p.used_at > now() - $3 * interval '1 second')
    AND p.expires_at > now()
    AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.community_id = $1 AND t.family_id = p.family_id AND t.revoked_at IS NOT NULL)
), used AS (
  UPDATE refresh_tokens t SET used_at = coalesce(t.used_at, good.time) FROM good
  WHERE t.community_id = $1 AND t.id = good.id
), next AS (
  INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device, by_passkey)
  SELECT $1, $4, user_id, family_id, $5, now() + $6::int * interval '1 day',
    coalesce($7, device), by_passkey FROM good
  RETURNING id
)
SELECT CASE
  WHEN EXISTS (SELECT FROM next) THEN NULL
  WHEN EXISTS (SELECT FROM presented WHERE used_at IS NOT NULL) THEN 'auth.refresh_token_reused'
  WHEN EXISTS (SELECT FROM presented, holder WHERE status <> 'ACTIVE' AND revoked_at IS NULL AND expires_at > now())
    THEN 'auth.account_inactive'
  ELSE 'auth.invalid_refresh_token' END AS refused`,
});
