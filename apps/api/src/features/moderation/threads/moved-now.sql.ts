// Made from moved-now.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface MovedNowParameters {
  readonly communityId: string;
  readonly entryId: string;
  readonly newPostId: string;
  readonly all: boolean;
  readonly postId: string;
}

export interface MovedNowRow {
  readonly elsewhere: number;
  readonly answered: number;
  readonly uprooted: number;
}

export const movedNowSql = sql<MovedNowParameters, MovedNowRow>({
  name: 'moved-now',
  parameters: ['communityId', 'entryId', 'newPostId', 'all', 'postId'],
  text: `WITH moved AS MATERIALIZED (
  SELECT target_id AS id, decode(before ->> 'path', 'hex') AS path FROM moderation_effects
  WHERE community_id = $1 AND entry_id = $2
)
SELECT
  (SELECT count(*) FROM moved m WHERE NOT EXISTS (SELECT FROM comments c WHERE c.community_id = $1
    AND c.id = m.id AND c.post_id = $3 AND substring(m.path FROM octet_length(m.path) - octet_length(c.path) + 1) = c.path))::int AS elsewhere,
  (SELECT count(*) FROM comments c WHERE c.community_id = $1 AND c.post_id = $3
    AND c.id NOT IN (SELECT id FROM moved) AND ($4::bool OR c.parent_id IN (SELECT id FROM moved)))::int AS answered,
  (SELECT count(*) FROM moved m WHERE octet_length(m.path) > 16
    AND NOT EXISTS (SELECT FROM moved above WHERE above.path = substring(m.path FOR octet_length(m.path) - 16))
    AND NOT EXISTS (SELECT FROM comments c WHERE c.community_id = $1 AND c.post_id = $5
      AND c.path = substring(m.path FOR octet_length(m.path) - 16)))::int AS uprooted`,
});
