// Made from purged.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface PurgedParameters {
  readonly communities: readonly (string)[] | null;
}

export interface PurgedRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const purgedSql = [sql<PurgedParameters, PurgedRow>({
  name: 'purged-1',
  parameters: ['communities'],
  text: `SELECT g.community_id, 'posts ' || p.id AS row, 'purged at ' || g.created_at || ', and says what it said' AS detail
  FROM purges g JOIN posts p ON p.community_id = g.community_id AND p.id = g.target_id
 WHERE ($1::uuid[] IS NULL OR g.community_id = ANY ($1)) AND g.kind = 'POST' AND p.status <> 'DRAFT'
   AND (p.title, p.body) <> ('Purged', 'Purged') AND coalesce(p.edited_at, p.created_at) <= g.created_at`,
}), sql<PurgedParameters, PurgedRow>({
  name: 'purged-2',
  parameters: ['communities'],
  text: `SELECT g.community_id, 'comments ' || c.id AS row, 'purged at ' || g.created_at || ', and says what it said' AS detail
  FROM purges g JOIN comments c ON c.community_id = g.community_id AND c.id = g.target_id
 WHERE ($1::uuid[] IS NULL OR g.community_id = ANY ($1)) AND g.kind = 'COMMENT' AND c.body <> 'Purged'`,
}), sql<PurgedParameters, PurgedRow>({
  name: 'purged-3',
  parameters: ['communities'],
  text: `SELECT g.community_id, 'purges ' || g.id AS row, format('a revision of %s is still there', r.created_at) AS detail
  FROM purges g
  JOIN (SELECT community_id, id, post_id AS of, created_at FROM post_revisions
        UNION ALL SELECT community_id, id, comment_id, created_at FROM comment_revisions) r
    ON r.community_id = g.community_id AND g.target_id IN (r.id, r.of)
 WHERE ($1::uuid[] IS NULL OR g.community_id = ANY ($1)) AND g.kind <> 'PERSON' AND r.created_at < g.created_at`,
}), sql<PurgedParameters, PurgedRow>({
  name: 'purged-4',
  parameters: ['communities'],
  text: `SELECT g.community_id, 'purges ' || g.id AS row, 'the medium ' || m.id || ' is still there' AS detail
  FROM purges g JOIN media m ON m.community_id = g.community_id AND m.post_id = g.target_id
 WHERE ($1::uuid[] IS NULL OR g.community_id = ANY ($1)) AND m.created_at < g.created_at`,
}), sql<PurgedParameters, PurgedRow>({
  name: 'purged-5',
  parameters: ['communities'],
  text: `SELECT g.community_id, 'reports ' || r.id AS row, 'has a copy of what was purged' AS detail
  FROM purges g JOIN reports r ON r.community_id = g.community_id AND g.target_id IN (r.post_id, r.comment_id, r.reported_user_id)
 WHERE ($1::uuid[] IS NULL OR g.community_id = ANY ($1)) AND r.copy IS NOT NULL AND r.created_at < g.created_at`,
})] as const;
