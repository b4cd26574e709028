// Made from redeem-grant.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RedeemGrantParameters {
  readonly communityId: string;
  readonly codeHash: Uint8Array;
  readonly challenge: string;
  readonly purpose: 'LOGIN' | 'LINK';
}

export interface RedeemGrantRow {
  readonly provider: string;
  readonly accountId: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly handle: string;
  readonly displayName: string;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly expiresAt: Date | null;
  readonly keyVersion: number;
}

export const redeemGrantSql = sql<RedeemGrantParameters, RedeemGrantRow>({
  name: 'redeem-grant',
  parameters: ['communityId', 'codeHash', 'challenge', 'purpose'],
  text: `UPDATE oauth_grants SET used_at = now(), access_token = NULL, refresh_token = NULL
FROM (
  SELECT id AS taken, access_token AS access, refresh_token AS refresh FROM oauth_grants
  WHERE community_id = $1 AND code_hash = $2 FOR UPDATE
) before
WHERE community_id = $1 AND id = taken AND code_challenge = $3 AND purpose = $4::oauth_purpose
  AND used_at IS NULL AND expires_at > now()
RETURNING provider, provider_account_id AS "accountId", email, email_verified AS "emailVerified", handle,
  display_name AS "displayName", access AS "accessToken", refresh AS "refreshToken", token_expires_at AS "expiresAt",
  key_version AS "keyVersion"`,
});
