// Made from own-likes.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface OwnLikesParameters {
  readonly communities: readonly (string)[] | null;
}

export interface OwnLikesRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const ownLikesSql = [sql<OwnLikesParameters, OwnLikesRow>({
  name: 'own-likes-1',
  parameters: ['communities'],
  text: `SELECT l.community_id, l.post_id::text AS row, 'liked by its author ' || l.user_id AS detail
  FROM post_likes l JOIN posts p ON p.community_id = l.community_id AND p.id = l.post_id
 WHERE ($1::uuid[] IS NULL OR l.community_id = ANY ($1)) AND p.author_id = l.user_id`,
}), sql<OwnLikesParameters, OwnLikesRow>({
  name: 'own-likes-2',
  parameters: ['communities'],
  text: `SELECT l.community_id, l.comment_id::text AS row, 'liked by its author ' || l.user_id AS detail
  FROM comment_likes l JOIN comments c ON c.community_id = l.community_id AND c.id = l.comment_id
 WHERE ($1::uuid[] IS NULL OR l.community_id = ANY ($1)) AND c.author_id = l.user_id`,
})] as const;
