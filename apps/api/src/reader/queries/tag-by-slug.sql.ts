// Made from tag-by-slug.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TagBySlugParameters {
  readonly communityId: string;
  readonly slug: string;
}

export interface TagBySlugRow {
  readonly name: string;
}

export const tagBySlugSql = sql<TagBySlugParameters, TagBySlugRow>({
  name: 'tag-by-slug',
  parameters: ['communityId', 'slug'],
  text: `SELECT name FROM tags WHERE community_id = $1 AND slug = $2`,
});
