// Made from reports-open-once.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface ReportsOpenOnceParameters {
  readonly communities: readonly (string)[] | null;
}

export interface ReportsOpenOnceRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const reportsOpenOnceSql = [sql<ReportsOpenOnceParameters, ReportsOpenOnceRow>({
  name: 'reports-open-once-1',
  parameters: ['communities'],
  text: `SELECT community_id, 'reports by ' || reporter_id AS row,
       format('%s open about %s', count(*), coalesce(post_id, comment_id, reported_user_id)) AS detail
  FROM reports t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND status = 'OPEN'
 GROUP BY community_id, reporter_id, post_id, comment_id, reported_user_id HAVING count(*) > 1`,
}), sql<ReportsOpenOnceParameters, ReportsOpenOnceRow>({
  name: 'reports-open-once-2',
  parameters: ['communities'],
  text: `SELECT r.community_id, 'reports ' || r.id AS row, 'about the draft ' || p.id AS detail
  FROM reports r JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
 WHERE ($1::uuid[] IS NULL OR r.community_id = ANY ($1)) AND p.status = 'DRAFT'`,
})] as const;
