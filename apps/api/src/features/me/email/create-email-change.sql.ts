// Made from create-email-change.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '../../../database/sql.ts';

export interface CreateEmailChangeParameters {
  readonly communityId: string;
  readonly email: string;
  readonly userId: string;
  readonly provedHash: string;
  readonly tokenId: string;
  readonly hash: Uint8Array;
  readonly hours: number;
}

export interface CreateEmailChangeRow {
  readonly currentEmail: string;
  readonly taken: boolean;
}

export const createEmailChangeSql = sql<CreateEmailChangeParameters, CreateEmailChangeRow>({
  name: 'create-email-change',
  parameters: ['communityId', 'email', 'userId', 'provedHash', 'tokenId', 'hash', 'hours'],
  text: `WITH holder AS (
  SELECT u.id, u.email, EXISTS (SELECT FROM users o WHERE o.community_id = $1 AND o.email = $2) AS taken
  FROM users u
  WHERE u.community_id = $1 AND u.id = $3 AND u.status = 'ACTIVE' AND u.password_hash = $4
    AND u.email <> $2
), earlier AS (
  DELETE FROM account_tokens t USING holder
  WHERE t.community_id = $1 AND t.user_id = holder.id AND t.purpose = 'VERIFY_EMAIL'
), made AS (
  INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
  SELECT $1, $5, id, 'VERIFY_EMAIL', $6, $2, now() + $7::int * interval '1 hour'
  FROM holder WHERE NOT taken
)
SELECT email AS "currentEmail", taken FROM holder`,
});
