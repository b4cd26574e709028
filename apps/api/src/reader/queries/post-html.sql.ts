// Made from post-html.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface PostHtmlParameters {
  readonly communityId: string;
  readonly postId: string;
}

export interface PostHtmlRow {
  readonly html: string | null;
}

export const postHtmlSql = sql<PostHtmlParameters, PostHtmlRow>({
  name: 'post-html',
  parameters: ['communityId', 'postId'],
  text: `SELECT p.html FROM posts p WHERE p.community_id = $1 AND p.id = $2`,
});
