// Made from who-reads.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface WhoReadsParameters {
  readonly communityId: string;
  readonly kinds: readonly ('REPLY' | 'MENTION' | 'ANSWER_ACCEPTED' | 'TIP' | 'MODERATION' | 'FOLLOWED')[];
  readonly userId: string | null;
}

export interface WhoReadsRow {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly avatar: string | null;
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  readonly points: number;
  readonly theme: string;
  readonly unread: number;
}

export const whoReadsSql = sql<WhoReadsParameters, WhoReadsRow>({
  name: 'who-reads',
  parameters: ['communityId', 'kinds', 'userId'],
  text: `SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.role, u.points,
  coalesce(p.theme, 'system') AS theme,
  (SELECT count(*) FROM (SELECT FROM notifications n
    WHERE n.community_id = $1 AND n.user_id = u.id AND n.read_at IS NULL
      AND n.kind = ANY ($2::notification_kind[]) LIMIT 100) news)::int AS unread
FROM users u LEFT JOIN user_preferences p ON p.community_id = $1 AND p.user_id = u.id
WHERE u.community_id = $1 AND u.id = $3`,
});
