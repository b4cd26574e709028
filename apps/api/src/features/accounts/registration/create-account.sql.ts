// Made from create-account.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CreateAccountParameters {
  readonly email: string;
  readonly username: string;
  readonly communityId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly passwordHash: string;
}

export interface CreateAccountRow {
  readonly emailTaken: boolean;
  readonly usernameTaken: boolean;
}

export const createAccountSql = sql<CreateAccountParameters, CreateAccountRow>({
  name: 'create-account',
  parameters: ['email', 'username', 'communityId', 'userId', 'displayName', 'passwordHash'],
  text: `WITH taken AS (
  SELECT coalesce(bool_or(email = $1), false) AS email, coalesce(bool_or(username = $2), false) AS username
  FROM users WHERE community_id = $3 AND (email = $1 OR username = $2)
), made AS (
  INSERT INTO users (community_id, id, email, username, display_name, password_hash)
  SELECT $3, $4, CASE WHEN taken.email THEN gen_random_uuid() || '@reserved.invalid' ELSE $1 END,
    $2, CASE WHEN taken.email THEN 'Reserved' ELSE $5 END,
    CASE WHEN taken.email THEN NULL ELSE $6 END
  FROM taken WHERE NOT taken.username
  ON CONFLICT DO NOTHING RETURNING id
), preference AS (
  INSERT INTO user_preferences (community_id, user_id) SELECT $3, id FROM made
  RETURNING community_id
), statistics AS (
  INSERT INTO user_statistics (community_id, user_id) SELECT $3, id FROM made
  RETURNING community_id
)
SELECT taken.email AS "emailTaken", taken.username AS "usernameTaken" FROM taken`,
});
