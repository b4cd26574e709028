// Made from credentials-by-email.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CredentialsByEmailParameters {
  readonly communityId: string;
  readonly email: string;
}

export interface CredentialsByEmailRow {
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly verified: boolean;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
  readonly banReason: string | null;
  readonly banEndsAt: Date | null;
}

export const credentialsByEmailSql = sql<CredentialsByEmailParameters, CredentialsByEmailRow>({
  name: 'credentials-by-email',
  parameters: ['communityId', 'email'],
  text: `SELECT u.id AS "userId", u.password_hash AS "passwordHash", u.email_verified_at IS NOT NULL AS verified,
  CASE WHEN u.status = 'SUSPENDED' AND ban.id IS NULL
      AND EXISTS (SELECT FROM bans WHERE community_id = $1 AND user_id = u.id)
    THEN 'ACTIVE' ELSE u.status END AS status,
  ban.reason AS "banReason", ban.ends_at AS "banEndsAt"
FROM users u LEFT JOIN LATERAL (
  SELECT b.id, b.reason, b.ends_at FROM bans b
  WHERE b.community_id = $1 AND b.user_id = u.id AND b.lifted_at IS NULL
    AND (b.ends_at IS NULL OR b.ends_at > now())
  ORDER BY b.ends_at DESC NULLS FIRST LIMIT 1
) ban ON true
WHERE u.community_id = $1 AND u.email = $2`,
});
