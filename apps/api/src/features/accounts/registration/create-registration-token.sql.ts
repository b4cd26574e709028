// Made from create-registration-token.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CreateRegistrationTokenParameters {
  readonly userId: string;
  readonly communityId: string;
  readonly email: string;
  readonly username: string;
  readonly tokenId: string;
  readonly hash: Uint8Array;
  readonly hoursToVerify: number;
  readonly hoursToReset: number;
}

export interface CreateRegistrationTokenRow {
  readonly isNew: boolean;
}

export const createRegistrationTokenSql = sql<CreateRegistrationTokenParameters, CreateRegistrationTokenRow>({
  name: 'create-registration-token',
  parameters: ['userId', 'communityId', 'email', 'username', 'tokenId', 'hash', 'hoursToVerify', 'hoursToReset'],
  text: `WITH holder AS (
  SELECT id, id = $1::uuid AS is_new,
    (CASE WHEN id = $1 THEN 'VERIFY_EMAIL' ELSE 'RESET_PASSWORD' END)::account_token_purpose AS purpose
  FROM users WHERE community_id = $2 AND email = $3 AND status <> 'DEACTIVATED'
    AND (id = $1 OR NOT EXISTS (SELECT FROM users
      WHERE community_id = $2 AND username = $4 AND id <> $1))
), earlier AS (
  DELETE FROM account_tokens t USING holder
  WHERE t.community_id = $2 AND t.user_id = holder.id AND t.purpose = holder.purpose
), made AS (
  INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
  SELECT $2, $5, id, purpose, $6, $3,
    now() + CASE WHEN is_new THEN $7::int ELSE $8::int END * interval '1 hour'
  FROM holder
  RETURNING community_id
)
SELECT is_new AS "isNew" FROM holder`,
});
