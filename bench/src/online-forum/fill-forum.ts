import { withConnection } from '@agora/postgres';
import { seed } from '@agora/db/seed';

import { issueAccessToken } from '../../../apps/api/src/auth/access-token.ts';
import type { ForumWork } from './forum-requests.ts';

/** With which the API signs its tokens. */
export const SECRET = 'only for the benchmark, and long enough';

/** Members who write. */
const PEOPLE = 200;
/** Posts that are read, liked and commented. */
const READ_POSTS = 2000;
/** Posts made in one transaction. */
const BATCH = 50_000;

/**
 * Fills a migrated database: the demo forum, and in one of its communities people with points and as many posts as asked.
 * @returns who may ask for what
 */
export async function fillForum(
  url: string,
  posts: number,
): Promise<Pick<ForumWork, 'community' | 'people' | 'posts'>> {
  await seed({ url, profile: 'demo', environment: 'development' });
  const { community, users, read } = await withConnection(url, async (client) => {
    const { rows: found } = await client.query<{ id: string; channel: string }>(
      'SELECT community_id AS id, id AS channel FROM channels ORDER BY community_id, position LIMIT 1',
    );
    const [{ id, channel } = { id: '', channel: '' }] = found;
    await client.query(
      `INSERT INTO users (community_id, id, email, username, display_name, password_hash, email_verified_at)
        SELECT $1, gen_random_uuid(), 'bench' || n || '@example.com', 'bench_' || n, 'Bench ' || n, 'none', now()
        FROM generate_series(1, ${PEOPLE}) n`,
      [id],
    );
    await client.query(
      `INSERT INTO user_statistics (community_id, user_id) SELECT community_id, id FROM users ON CONFLICT DO NOTHING`,
    );
    // The ledger's function sees the rows of this community alone.
    await client.query(`SELECT set_config('agora.community_id', $1, false)`, [id]);
    await client.query(
      `SELECT agora_post_points(community_id, id, gen_random_uuid(), 1000000, 'ADJUSTMENT', 'bench:' || username, NULL, NULL)
        FROM users WHERE username LIKE 'bench\\_%'`,
    );
    for (let made = 0; made < posts; made += BATCH) {
      await client.query(
        `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, created_at, last_activity_at)
          SELECT $1, gen_random_uuid(), $2, a.id, 'Bench ' || n, 'Text ' || n, 'PUBLISHED', t.at, t.at
          FROM generate_series($3::int, $4::int) n
          CROSS JOIN LATERAL (SELECT timestamptz '2025-01-01' + n * interval '10 seconds' AS at) t
          JOIN (SELECT id, row_number() OVER () - 1 AS number FROM users WHERE username LIKE 'bench\\_%') a
            ON a.number = n % ${PEOPLE}`,
        [id, channel, made + 1, Math.min(posts, made + BATCH)],
      );
    }
    await client.query('VACUUM (ANALYZE)');
    const { rows: people } = await client.query<{ id: string; username: string }>(
      `SELECT id, username FROM users WHERE username LIKE 'bench\\_%' ORDER BY id`,
    );
    // Nobody likes a post of their own: those of the other half.
    const { rows: others } = await client.query<{ id: string }>(
      `SELECT p.id FROM posts p WHERE p.community_id = $1 AND p.title LIKE 'Bench %' AND p.author_id = ANY ($2)
        ORDER BY md5(p.id::text) LIMIT ${READ_POSTS}`,
      [id, people.slice(PEOPLE / 2).map((one) => one.id)],
    );
    return { community: id, users: people.slice(0, PEOPLE / 2), read: others.map((one) => one.id) };
  });
  const tokens = {
    secret: new TextEncoder().encode(SECRET),
    earlierSecrets: [],
    secretGenerated: false,
    accessSeconds: 4 * 3600,
    refreshDays: 1,
  };
  const people = await Promise.all(
    users.map(async ({ id: userId, username }) => ({
      username,
      token: await issueAccessToken(tokens, {
        userId,
        communityId: community,
        tokenVersion: 0,
        sessionId: community,
      }),
    })),
  );
  return { community, people, posts: read };
}
