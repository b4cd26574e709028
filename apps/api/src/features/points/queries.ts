import { lockPeople } from '../../database/fragments.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { type SqlValue, type Statement, statement } from '../../database/statement.ts';
import { pageOf } from '../../domain/page.ts';
import { statusNow } from '../accounts/queries.ts';
import { isShown } from '../../database/fragments.ts';
import type { AchievementList, Balance, Economy, Leaderboard, LedgerPage, LevelList, Tip } from './schema.ts';

export const balanceOf = statement<[communityId: string, userId: string], Balance>(
  'balance_of',
  `SELECT json_build_object('points', u.points, 'level', u.level,
     'levelName', (SELECT name FROM levels l WHERE l.community_id = $1 AND l.rank = u.level),
     'nextLevel', (SELECT json_build_object('name', l.name, 'missing', l.min_points - u.points)
       FROM levels l WHERE l.community_id = $1 AND l.min_points > u.points ORDER BY l.min_points LIMIT 1))
   FROM users u WHERE u.community_id = $1 AND u.id = $2`,
);

export const levelsOf = statement<[communityId: string], LevelList>(
  'levels_of_community',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object('rank', rank, 'name', name, 'minPoints', min_points)
     ORDER BY rank), '[]')) FROM levels WHERE community_id = $1`,
);

/** What acts earn, and how often in a day; the same cap binds likes given and likes received, each for itself. */
export const economyOf = statement<[communityId: string], Economy>(
  'economy_of_community',
  `SELECT json_build_object('post', post, 'comment', comment, 'likeGiven', like_given, 'likeReceived', like_received,
     'answerAccepted', answer_accepted, 'welcomeBonus', welcome_bonus, 'daily', json_build_object('posts', daily_posts,
       'comments', daily_comments, 'likesGiven', daily_likes, 'likesReceived', daily_likes))
   FROM point_economies WHERE community_id = $1`,
);

/** All achievements there are, with how far a user is; nobody's progress without one. */
export const achievementsFor = statement<[communityId: string, userId: string | null], AchievementList>(
  'achievements_for',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object('code', a.code, 'name', a.name,
     'description', a.description, 'points', a.points, 'counter', a.criteria ->> 'counter', 'goal', (a.criteria ->> 'atLeast')::int,
     'progress', coalesce(ua.progress, 0), 'earnedAt', ua.earned_at)
     ORDER BY a.criteria ->> 'counter', (a.criteria ->> 'atLeast')::int, a.code), '[]'))
   FROM achievements a LEFT JOIN user_achievements ua ON ua.community_id = $1 AND ua.user_id = $2 AND ua.achievement_id = a.id
   WHERE a.community_id = $1`,
);

const ledger = (after: boolean, size: number): Statement<SqlValue[], LedgerPage> =>
  statement(
    `ledger_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'ledger',
      `SELECT json_build_object('id', id, 'sequence', sequence, 'amount', amount, 'balanceAfter', balance_after,
          'reason', reason, 'sourceType', source_type, 'sourceId', source_id, 'createdAt', created_at) AS item,
         to_json(sequence) AS key
       FROM point_transactions WHERE community_id = $1 AND user_id = $3 ${after ? 'AND sequence < $4' : ''}
       ORDER BY sequence DESC`,
      size,
      '$2',
    ),
  );

/** A user's entries, the latest first. */
export function ledgerListing(
  communityId: string,
  userId: string,
  limit: number,
  size: number,
  after: number | undefined,
) {
  return {
    statement: ledger(after !== undefined, size),
    parameters: after === undefined ? [communityId, limit, userId] : [communityId, limit, userId, after],
  };
}

const ranks = (after: boolean, size: number): Statement<SqlValue[], Leaderboard> =>
  statement(
    `leaderboard_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'leaderboard',
      `SELECT json_build_object('place', ${after ? '$5::int + ' : ''}row_number() OVER (ORDER BY points DESC, id), 'id', id, 'username', username,
          'displayName', display_name, 'avatar', avatar, 'role', role, 'points', points, 'level', level) AS item,
         json_build_array(points, id, ${after ? '$5::int + ' : ''}row_number() OVER (ORDER BY points DESC, id)) AS key
       FROM users u WHERE community_id = $1 AND ${isShown} AND (status = 'ACTIVE' OR (status = 'SUSPENDED' AND ${statusNow} = 'ACTIVE'))
         ${after ? 'AND points <= $3 AND (points < $3 OR id > $4)' : ''}
       ORDER BY points DESC, id`,
      size,
      '$2',
    ),
  );

/** Active users by their points, of those shown; who has as many as another is placed by id. */
export function leaderboardListing(
  communityId: string,
  limit: number,
  size: number,
  after: readonly [points: number, id: string, place: number] | undefined,
) {
  return {
    statement: ranks(after !== undefined, size),
    parameters: after === undefined ? [communityId, limit] : [communityId, limit, ...after],
  };
}

/** Points from one user to another: both entries or neither. `$6` is the tip's own id, which keeps it from being done twice. */
export const sendTip = statement<
  [
    communityId: string,
    userId: string,
    to: string,
    amount: number,
    tipId: string,
    sentId: string,
    receivedId: string,
    noticeId: string,
  ],
  Outcome<Tip>
>(
  'send_tip',
  `WITH receiver AS (SELECT u.id FROM users u WHERE u.community_id = $1 AND u.username = $3 AND ${isShown}),
   ${lockPeople('$2, (SELECT id FROM receiver)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM receiver) THEN 'resource.not_found'
     WHEN (SELECT id FROM receiver) = $2 THEN 'points.tip_to_self'
     WHEN (SELECT points FROM people WHERE id = $2) < $4::int THEN 'points.insufficient' END AS refused),
   sent AS (
     SELECT (agora_post_points($1, $2, $6, -$4::int, 'TIP_SENT', 'tip:' || $5::uuid || ':sent', 'USER', receiver.id)).balance_after AS balance
     FROM verdict, receiver WHERE refused IS NULL
   ), received AS (
     SELECT (agora_post_points($1, receiver.id, $7, $4::int, 'TIP_RECEIVED', 'tip:' || $5::uuid || ':received', 'USER', $2)).balance_after AS balance
     FROM sent, receiver
   ), told AS (
     INSERT INTO notifications (community_id, id, user_id, kind, actor_id) SELECT $1, $8, receiver.id, 'TIP', $2 FROM received, receiver
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('id', $5::uuid, 'amount', $4::int,
       'balance', (SELECT sent.balance FROM sent, received)))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);
