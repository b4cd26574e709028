import { loadTables } from '@agora/db/seed';
import { withConnection } from '@agora/postgres';

/**
 * Leaves 17 indexes and 8 foreign keys: those of users, posts, comments, likes and the ledger that a small forum would
 * begin with. Checks, defaults and computed columns stay.
 */
export async function keepSketch(url: string): Promise<void> {
  const indexes = [
    'users_pkey, users_community_id_email_key, users_community_id_username_key, posts_pkey, comments_pkey',
    'comments_community_id_author_id_created_at_idx, comments_community_id_post_id_path_created_at_key',
    'posts_community_id_channel_id_created_at_id_idx, posts_community_id_author_id_created_at_idx',
    'post_likes_pkey, post_likes_community_id_user_id_created_at_idx, comment_likes_pkey',
    'comment_likes_community_id_user_id_created_at_idx, point_transactions_pkey',
    'point_transactions_community_id_user_id_sequence_key, point_transactions_community_id_idempotency_key_key',
    'point_transactions_community_id_user_id_reason_created_at_idx',
  ].flatMap((names) => names.split(', '));
  const foreignKeys = [
    'posts_community_id_author_id_fkey, comments_community_id_post_id_fkey, comments_community_id_author_id_fkey',
    'post_likes_community_id_post_id_fkey, post_likes_community_id_user_id_fkey',
    'comment_likes_community_id_comment_id_fkey, comment_likes_community_id_user_id_fkey',
    'point_transactions_community_id_user_id_fkey',
  ].flatMap((names) => names.split(', '));
  await withConnection(url, async (client) => {
    const tables = loadTables.map(({ table }) => table);
    const { rows } = await client.query<{ drop: string }>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop FROM pg_constraint
        WHERE (conrelid = ANY ($1::text[]::regclass[]) OR confrelid = ANY ($1::text[]::regclass[]))
          AND contype = 'f' AND conname <> ALL ($2)
       UNION ALL
       SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
        WHERE conrelid = ANY ($1::text[]::regclass[]) AND contype IN ('p', 'u') AND conname <> ALL ($3)
       UNION ALL
       SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
        WHERE indrelid = ANY ($1::text[]::regclass[]) AND c.relname <> ALL ($3)
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid)`,
      [tables, foreignKeys, indexes],
    );
    for (const { drop } of rows) await client.query(drop);
    const { rows: left } = await client.query<{ indexes: number; keys: number }>(
      `SELECT (SELECT count(*)::integer FROM pg_index WHERE indrelid = ANY ($1::text[]::regclass[])) AS indexes,
              (SELECT count(*)::integer FROM pg_constraint
                WHERE contype = 'f' AND conrelid = ANY ($1::text[]::regclass[])) AS keys`,
      [tables],
    );
    if (left[0]?.indexes !== indexes.length || left[0].keys !== foreignKeys.length)
      throw new Error(`The schema has changed under the sketch: ${JSON.stringify(left[0])}`);
  });
}
