import type { Client } from '@agora/postgres';
import { ids } from './forum-rows.fixture.ts';

/** The post that gets it; it has no comment but these. */
export const longPost = '01900000-0000-7000-8000-000000001001';

/**
 * Fills the first post's thread anew, in the order of its paths: comments of a line of eleven, one below the other, then
 * the next line.
 * @param body SQL of each text; `n` is the number of its comment
 */
export async function fillThread(client: Client, comments: number, body: string): Promise<void> {
  await client.query('DELETE FROM comments WHERE post_id = $1', [longPost]);
  await client.query(
    `WITH made AS (
      SELECT n, n % 11 AS depth, ('0190a000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id
      FROM generate_series(0, $2::int - 1) n
    ), placed AS (
      SELECT m.*, (SELECT string_agg(uuid_send(a.id), ''::bytea ORDER BY a.n) FROM made a WHERE a.n BETWEEN m.n - m.depth AND m.n) AS path
      FROM made m
    )
    INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, created_at)
    SELECT $1, id, $3, $4, CASE WHEN depth > 0 THEN lag(id) OVER (ORDER BY n) END,
      CASE WHEN depth > 0 THEN lag(path) OVER (ORDER BY n) END,
      CASE WHEN depth > 0 THEN timestamptz '2026-11-02Z' + (n - 1) * interval '1 second' END,
      depth, path, ${body}, timestamptz '2026-11-02Z' + n * interval '1 second'
    FROM placed ORDER BY n`,
    [ids.techcorp, comments, longPost, ids.carol],
  );
  await client.query('UPDATE posts SET comment_count = $2 WHERE id = $1', [longPost, comments]);
}
