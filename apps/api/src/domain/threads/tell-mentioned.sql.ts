// Made from tell-mentioned.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TellMentionedParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly noticeIds: readonly (string)[];
  readonly usernames: readonly (string)[];
  readonly postId: string;
}

export interface TellMentionedRow {
  readonly id: string;
}

export const tellMentionedSql = sql<TellMentionedParameters, TellMentionedRow>({
  name: 'tell-mentioned',
  parameters: ['communityId', 'userId', 'noticeIds', 'usernames', 'postId'],
  text: `INSERT INTO notifications AS told (community_id, id, user_id, kind, actor_id, post_id)
SELECT $1, m.id, u.id, 'MENTION'::notification_kind, $2, p.id
FROM posts p, unnest($3::uuid[], $4::text[]) AS m(id, username)
JOIN users u ON u.community_id = $1 AND u.username = m.username
WHERE p.community_id = $1 AND p.id = $5 AND p.author_id = $2 AND p.status = 'PUBLISHED' AND p.edited_at IS NULL
  AND u.id <> $2 AND u.status <> 'DEACTIVATED'
  -- Ids are in order of time: none that is older than the post is looked at.
  AND NOT EXISTS (SELECT FROM notifications n WHERE n.community_id = $1 AND n.user_id = u.id AND n.id > $5
    AND n.post_id = $5 AND n.kind = 'MENTION' AND n.comment_id IS NULL)
ORDER BY u.id FOR KEY SHARE OF u
RETURNING told.id`,
});
