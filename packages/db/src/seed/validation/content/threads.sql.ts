// Made from threads.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface ThreadsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface ThreadsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const threadsSql = sql<ThreadsParameters, ThreadsRow>({
  name: 'threads',
  parameters: ['communities'],
  text: `SELECT c.community_id, c.id::text AS row,
       format('depth %s under parent %s (post %s, depth %s)', c.depth, c.parent_id, p.post_id, p.depth) AS detail
  FROM comments c
  LEFT JOIN comments p ON p.community_id = c.community_id AND p.id = c.parent_id
 WHERE ($1::uuid[] IS NULL OR c.community_id = ANY ($1))
   AND (c.depth NOT BETWEEN 0 AND 10
     OR CASE WHEN c.parent_id IS NULL
          THEN c.depth <> 0 OR c.path <> uuid_send(c.id)
          ELSE p.id IS NULL OR p.post_id <> c.post_id OR c.depth <> p.depth + 1
            OR c.path <> p.path || uuid_send(c.id) OR c.parent_path IS DISTINCT FROM p.path
            OR c.parent_created_at IS DISTINCT FROM p.created_at
        END)`,
});
