import type { Client } from '@agora/postgres';
import { ids } from './forum-rows.fixture.ts';

/** So many new people follow the first post of the first community. */
export async function followBy(client: Client, people: number): Promise<void> {
  await client.query(
    `WITH made AS (
       INSERT INTO users (community_id, id, username, email, email_verified_at, display_name)
       SELECT '${ids.techcorp}', gen_random_uuid(), 'fan' || n, 'fan' || n || '@example.com', now(), 'Fan ' || n
       FROM generate_series(1, ${people}) n RETURNING id
     ), counted AS (
       INSERT INTO user_statistics (community_id, user_id) SELECT '${ids.techcorp}', id FROM made
     )
     INSERT INTO post_follows (community_id, post_id, user_id) SELECT '${ids.techcorp}', '${ids.firstPost}', id FROM made`,
  );
  await client.query('ANALYZE users, post_follows');
}
