import { type SqlValue, type Statement, statement } from '../../database/statement.ts';
import { isShown } from '../../database/fragments.ts';
import { pageOf } from '../../domain/page.ts';
import type { UserPage, UserProfile } from './schema.ts';

const summaryFields = `'id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar, 'role', u.role,
  'points', u.points, 'level', u.level, 'createdAt', u.created_at`;

/** SQL pairs of a `UserProfile` for `json_build_object`, from a row of users under the alias `u`. */
export const profileFields = `${summaryFields}, 'bio', u.bio, 'lastSeenAt', u.last_seen_at,
  'levelName', (SELECT l.name FROM levels l WHERE l.community_id = u.community_id AND l.rank = u.level),
  'statistics', (SELECT json_build_object('posts', s.posts, 'comments', s.comments, 'likesGiven', s.likes_given,
      'likesReceived', s.likes_received, 'streakDays', s.streak_days)
    FROM user_statistics s WHERE s.community_id = u.community_id AND s.user_id = u.id),
  'achievements', (SELECT coalesce(json_agg(json_build_object('code', a.code, 'name', a.name,
      'description', a.description, 'earnedAt', ua.earned_at) ORDER BY ua.earned_at, a.code), '[]')
    FROM user_achievements ua JOIN achievements a ON a.community_id = ua.community_id AND a.id = ua.achievement_id
    WHERE ua.community_id = u.community_id AND ua.user_id = u.id AND ua.earned_at IS NOT NULL)`;

/** A user by username or id, if shown. */
export const userByKey = statement<[communityId: string, username: string, id: string | null], UserProfile>(
  'user_by_key',
  `SELECT json_build_object(${profileFields}) FROM users u
   WHERE u.community_id = $1 AND (u.username = $2 OR u.id = $3) AND ${isShown}`,
);

const listing = (after: boolean, size: number): Statement<SqlValue[], UserPage> =>
  statement(
    `users_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'users',
      `SELECT json_build_object(${summaryFields}) AS item, to_json(u.username) AS key FROM users u
       WHERE u.community_id = $1 AND ${isShown} ${after ? 'AND u.username > $3' : ''} ORDER BY u.username`,
      size,
      '$2',
    ),
  );

/** Users by username. */
export function userListing(communityId: string, limit: number, size: number, after: string | undefined) {
  return {
    statement: listing(after !== undefined, size),
    parameters: after === undefined ? [communityId, limit] : [communityId, limit, after],
  };
}
