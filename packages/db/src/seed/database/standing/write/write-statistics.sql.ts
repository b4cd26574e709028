// Made from write-statistics.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface WriteStatisticsParameters {
  readonly communities: readonly (string)[];
  readonly users: readonly (string)[];
  readonly posts: readonly (number)[];
  readonly comments: readonly (number)[];
  readonly likesGiven: readonly (number)[];
  readonly likesReceived: readonly (number)[];
  readonly streaks: readonly (number)[];
  readonly days: readonly (number | null)[];
}

export interface WriteStatisticsRow {

}

export const writeStatisticsSql = sql<WriteStatisticsParameters, WriteStatisticsRow>({
  name: 'write-statistics',
  parameters: ['communities', 'users', 'posts', 'comments', 'likesGiven', 'likesReceived', 'streaks', 'days'],
  text: `UPDATE user_statistics s SET posts = n.posts, comments = n.comments, likes_given = n.given, likes_received = n.received,
       streak_days = n.streak, last_active_on = DATE '1970-01-01' + n.day
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[],
         $7::int[], $8::int[]) n(community, id, posts, comments, given, received, streak, day)
 WHERE s.community_id = n.community AND s.user_id = n.id`,
});
