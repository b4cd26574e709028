// Made from keep-grant.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface KeepGrantParameters {
  readonly communityId: string;
  readonly flowSeconds: number;
  readonly id: string;
  readonly purpose: 'LOGIN' | 'LINK';
  readonly stateHash: Uint8Array;
  readonly codeHash: Uint8Array;
  readonly challenge: string;
  readonly provider: string;
  readonly accountId: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly handle: string;
  readonly displayName: string;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly codeSeconds: number;
  readonly expiresIn: number | null;
  readonly keyVersion: number;
}

export interface KeepGrantRow {
  readonly id: string;
}

export const keepGrantSql = sql<KeepGrantParameters, KeepGrantRow>({
  name: 'keep-grant',
  parameters: ['communityId', 'flowSeconds', 'id', 'purpose', 'stateHash', 'codeHash', 'challenge', 'provider', 'accountId', 'email', 'emailVerified', 'handle', 'displayName', 'accessToken', 'refreshToken', 'codeSeconds', 'expiresIn', 'keyVersion'],
  text: `WITH swept AS (
  DELETE FROM oauth_grants
  WHERE community_id = $1 AND created_at < now() - 2 * $2::int * interval '1 second'
)
INSERT INTO oauth_grants (community_id, id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id,
  email, email_verified, handle, display_name, access_token, refresh_token, expires_at, token_expires_at, key_version)
VALUES ($1, $3, $4::oauth_purpose, $5, $6, $7, $8, $9,
  $10, $11, $12, $13, $14, $15,
  now() + $16::int * interval '1 second', now() + $17::float8 * interval '1 second', $18)
ON CONFLICT (community_id, state_hash) DO NOTHING RETURNING id`,
});
