// Made from mentioned-users.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '../../database/sql.ts';

export interface MentionedUsersParameters {
  readonly communityId: string;
  readonly postId: string;
}

export interface MentionedUsersRow {
  readonly username: string;
}

export const mentionedUsersSql = sql<MentionedUsersParameters, MentionedUsersRow>({
  name: 'mentioned-users',
  parameters: ['communityId', 'postId'],
  text: `SELECT u.username FROM users u WHERE u.community_id = $1
  AND u.status <> 'DEACTIVATED' AND (u.email_verified_at IS NOT NULL OR u.last_seen_at IS NOT NULL)
  AND u.username IN (
    SELECT lower(name[1]) FROM (
      SELECT body FROM posts WHERE community_id = $1 AND id = $2
      UNION ALL
      SELECT body FROM comments WHERE community_id = $1 AND post_id = $2 AND status = 'PUBLISHED') text,
      regexp_matches(text.body, '@([a-z0-9_]{3,30})', 'gi') name
    WHERE text.body LIKE '%@%')`,
});
