// Made from duplicate-likes.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface DuplicateLikesParameters {
  readonly communities: readonly (string)[] | null;
}

export interface DuplicateLikesRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const duplicateLikesSql = [sql<DuplicateLikesParameters, DuplicateLikesRow>({
  name: 'duplicate-likes-1',
  parameters: ['communities'],
  text: `SELECT community_id, post_id::text AS row, format('%s likes by %s', count(*), user_id) AS detail
  FROM post_likes t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, post_id, user_id HAVING count(*) > 1`,
}), sql<DuplicateLikesParameters, DuplicateLikesRow>({
  name: 'duplicate-likes-2',
  parameters: ['communities'],
  text: `SELECT community_id, comment_id::text AS row, format('%s likes by %s', count(*), user_id) AS detail
  FROM comment_likes t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, comment_id, user_id HAVING count(*) > 1`,
})] as const;
