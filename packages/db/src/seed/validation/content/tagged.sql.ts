// Made from tagged.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface TaggedParameters {
  readonly communities: readonly (string)[] | null;
}

export interface TaggedRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const taggedSql = sql<TaggedParameters, TaggedRow>({
  name: 'tagged',
  parameters: ['communities'],
  text: `SELECT community_id, 'posts ' || post_id AS row, format('%s tags', count(*)) AS detail
  FROM post_tags t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, post_id HAVING count(*) > 5`,
});
