import { type SqlValue, type Statement, statement } from '../../database/statement.ts';
import { pageOf } from '../../domain/page.ts';
import { authorJson } from '../../database/fragments.ts';
import type { Inbox } from './schema.ts';

const listing = (after: boolean, unread: boolean, size: number): Statement<SqlValue[], Inbox> =>
  statement(
    `inbox_${unread ? 'unread' : 'all'}_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'inbox',
      `SELECT json_build_object('id', n.id, 'kind', n.kind, 'actor', ${authorJson}, 'postId', n.post_id,
          'postTitle', (SELECT p.title FROM posts p WHERE p.community_id = $1 AND p.id = n.post_id AND p.status IN ('PUBLISHED', 'ARCHIVED')),
          'commentId', n.comment_id, 'readAt', n.read_at, 'createdAt', n.created_at) AS item, to_json(n.id) AS key
       FROM notifications n JOIN users u ON u.community_id = $1 AND u.id = n.actor_id
       WHERE n.community_id = $1 AND n.user_id = $3 ${unread ? 'AND n.read_at IS NULL' : ''} ${after ? 'AND n.id < $4' : ''}
       ORDER BY n.id DESC`,
      size,
      '$2',
    ),
  );

/** A user's notifications, the latest first. */
export function inboxListing(
  communityId: string,
  userId: string,
  options: { limit: number; size: number; unread: boolean; after: string | undefined },
) {
  const { limit, size, unread, after } = options;
  return {
    statement: listing(after !== undefined, unread, size),
    parameters: after === undefined ? [communityId, limit, userId] : [communityId, limit, userId, after],
  };
}

/** Ids are made in order of time, so "all before it" is a range of them. */
export const markRead = statement<[communityId: string, userId: string, upTo: string], never>(
  'mark_read',
  'UPDATE notifications SET read_at = now() WHERE community_id = $1 AND user_id = $2 AND id <= $3 AND read_at IS NULL',
);
