// Made from link-account.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LinkAccountParameters {
  readonly communityId: string;
  readonly id: string;
  readonly provider: string;
  readonly accountId: string;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly expiresAt: Date | string | null;
  readonly keyVersion: number;
  readonly userId: string;
}

export interface LinkAccountRow {
  readonly id: string;
  readonly provider: string;
  readonly createdAt: Date;
}

export const linkAccountSql = sql<LinkAccountParameters, LinkAccountRow>({
  name: 'link-account',
  parameters: ['communityId', 'id', 'provider', 'accountId', 'accessToken', 'refreshToken', 'expiresAt', 'keyVersion', 'userId'],
  text: `INSERT INTO oauth_accounts AS a (community_id, id, user_id, provider, provider_account_id, access_token, refresh_token,
  expires_at, key_version)
SELECT $1, $2, u.id, $3, $4, $5, $6, $7::timestamptz, $8
FROM users u WHERE u.community_id = $1 AND u.id = $9 AND u.status <> 'DEACTIVATED' FOR KEY SHARE
ON CONFLICT (community_id, provider, provider_account_id) DO UPDATE SET access_token = excluded.access_token,
  refresh_token = excluded.refresh_token, expires_at = excluded.expires_at, key_version = excluded.key_version,
  updated_at = excluded.updated_at
WHERE a.user_id = excluded.user_id
RETURNING a.id, a.provider, a.created_at AS "createdAt"`,
});
