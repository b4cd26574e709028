// Made from register-by-grant.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RegisterByGrantParameters {
  readonly usernames: readonly (string)[];
  readonly communityId: string;
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
}

export interface RegisterByGrantRow {
  readonly username: string;
}

export const registerByGrantSql = sql<RegisterByGrantParameters, RegisterByGrantRow>({
  name: 'register-by-grant',
  parameters: ['usernames', 'communityId', 'userId', 'email', 'displayName'],
  text: `WITH free AS (
  SELECT name FROM unnest($1::text[]) WITH ORDINALITY proposed(name, place)
  WHERE NOT EXISTS (SELECT FROM users WHERE community_id = $2 AND username = name) ORDER BY place LIMIT 1
), made AS (
  INSERT INTO users (community_id, id, email, username, display_name, email_verified_at)
  SELECT $2, $3, $4, name, coalesce(nullif($5, ''), name), now() FROM free
  RETURNING id, username
), preference AS (
  INSERT INTO user_preferences (community_id, user_id) SELECT $2, id FROM made
  RETURNING community_id
), statistics AS (
  INSERT INTO user_statistics (community_id, user_id) SELECT $2, id FROM made
  RETURNING community_id
)
SELECT username FROM made`,
});
