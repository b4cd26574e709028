import type { Client } from '@agora/postgres';
import type { AchievementRule, Counter, LevelRule } from '../../../economy/index.ts';

/** What a community rewards, as it is stored. */
export interface StoredRules {
  readonly levels: readonly LevelRule[];
  readonly achievements: readonly (AchievementRule & { readonly id: string })[];
}

/** What is counted of a user. Days are counted from 1970 (UTC). */
export interface Statistics extends Readonly<Record<Counter, number>> {
  readonly lastActiveDay: number | null;
}

/** A user's standing as it is stored, and what it has to follow from. */
export interface StoredStanding {
  readonly community: string;
  readonly user: string;
  readonly points: number;
  readonly entries: number;
  readonly level: number;
  /** Null where statistics are not kept. */
  readonly statistics: Statistics | null;
  /** By achievement; null where none are kept. */
  readonly held: Readonly<Record<string, { readonly progress: number; readonly earned: boolean }>> | null;
  /** What is there: published posts and comments, likes. */
  readonly counted: Readonly<Record<Exclude<Counter, 'streakDays'>, number>>;
  /** Days with a published post or comment, the first first. */
  readonly days: readonly number[];
}

/** An entry of the ledger as it is stored. */
export interface StoredEntry {
  readonly community: string;
  readonly user: string;
  readonly id: string;
  readonly sequence: number;
  readonly amount: number;
  readonly balance: number;
}

/** Rules by community. */
export async function readRules(
  client: Client,
  communities: readonly string[],
): Promise<ReadonlyMap<string, StoredRules>> {
  const { rows } = await client.query<StoredRules & { community: string }>(
    `SELECT c.id AS community,
       (SELECT coalesce(json_agg(json_build_object('rank', rank, 'minPoints', min_points)), '[]')
          FROM levels l WHERE l.community_id = c.id) AS levels,
       (SELECT coalesce(json_agg(json_build_object('id', id, 'counter', criteria -> 'counter', 'atLeast', criteria -> 'atLeast',
            'points', points) ORDER BY id), '[]') FROM achievements a WHERE a.community_id = c.id) AS achievements
       FROM communities c WHERE c.id = ANY ($1::uuid[])`,
    [communities],
  );
  return new Map(rows.map(({ community, ...rules }) => [community, rules]));
}

/** Entries read at once: a ledger can be longer than what fits into memory. */
const BATCH = 10_000;

/** Every entry, user by user and each user's in order of time; in a transaction. */
export async function* readEntries(
  client: Client,
  communities: readonly string[],
): AsyncGenerator<StoredEntry> {
  await client.query(
    `DECLARE ledger NO SCROLL CURSOR FOR
       SELECT community_id AS community, user_id AS "user", id, sequence, amount, balance_after AS balance
         FROM point_transactions WHERE community_id = ANY ($1::uuid[])
        ORDER BY community_id, user_id, created_at, sequence`,
    [communities],
  );
  let read: readonly StoredEntry[];
  do {
    ({ rows: read } = await client.query<StoredEntry>(`FETCH ${BATCH} FROM ledger`));
    yield* read;
  } while (read.length === BATCH);
  await client.query('CLOSE ledger');
}

/** Everybody's standing. */
export async function readStanding(
  client: Client,
  communities: readonly string[],
): Promise<StoredStanding[]> {
  const { rows } = await client.query<StoredStanding>(
    `WITH written AS (
       SELECT community_id, author_id, like_count, created_at, status::text, true AS post FROM posts WHERE community_id = ANY ($1::uuid[])
       UNION ALL
       SELECT community_id, author_id, like_count, created_at, status::text, false FROM comments WHERE community_id = ANY ($1::uuid[])
     ), authors AS (
       SELECT community_id, author_id AS user_id, sum(like_count)::int AS received,
              count(*) FILTER (WHERE status = 'PUBLISHED' AND post)::int AS posts,
              count(*) FILTER (WHERE status = 'PUBLISHED' AND NOT post)::int AS comments,
              array_agg(DISTINCT (created_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01') FILTER (WHERE status = 'PUBLISHED') AS days
         FROM written GROUP BY 1, 2
     ), likers AS (
       SELECT community_id, user_id, count(*)::int AS given FROM (
         SELECT community_id, user_id FROM post_likes WHERE community_id = ANY ($1::uuid[])
         UNION ALL SELECT community_id, user_id FROM comment_likes WHERE community_id = ANY ($1::uuid[])) likes GROUP BY 1, 2
     ), holders AS (
       SELECT community_id, user_id, json_object_agg(achievement_id,
                json_build_object('progress', progress, 'earned', earned_at IS NOT NULL)) AS held
         FROM user_achievements WHERE community_id = ANY ($1::uuid[]) GROUP BY 1, 2
     )
     SELECT u.community_id AS community, u.id AS "user", u.points, u.ledger_sequence AS entries, u.level,
       CASE WHEN s.user_id IS NOT NULL THEN json_build_object('posts', s.posts, 'comments', s.comments, 'likesGiven', s.likes_given,
         'likesReceived', s.likes_received, 'streakDays', s.streak_days, 'lastActiveDay', s.last_active_on - DATE '1970-01-01') END AS statistics,
       CASE WHEN EXISTS (SELECT FROM user_achievements k WHERE k.community_id = u.community_id) THEN coalesce(h.held, '{}') END AS held,
       json_build_object('posts', coalesce(a.posts, 0), 'comments', coalesce(a.comments, 0), 'likesGiven', coalesce(l.given, 0),
         'likesReceived', coalesce(a.received, 0)) AS counted,
       coalesce(a.days, '{}') AS days
       FROM users u
       LEFT JOIN user_statistics s ON s.community_id = u.community_id AND s.user_id = u.id
       LEFT JOIN authors a ON a.community_id = u.community_id AND a.user_id = u.id
       LEFT JOIN likers l ON l.community_id = u.community_id AND l.user_id = u.id
       LEFT JOIN holders h ON h.community_id = u.community_id AND h.user_id = u.id
      WHERE u.community_id = ANY ($1::uuid[]) ORDER BY u.community_id, u.id`,
    [communities],
  );
  return rows;
}
