// Made from hold-reason.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface HoldReasonParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly body: string;
  readonly postId: string;
  readonly sessionId: string;
  readonly floods: boolean;
  readonly links: number;
}

export interface HoldReasonRow {
  readonly reason: 'FLOOD' | 'NEW_MEMBER' | null;
}

export const holdReasonSql = sql<HoldReasonParameters, HoldReasonRow>({
  name: 'hold-reason',
  parameters: ['communityId', 'userId', 'body', 'postId', 'sessionId', 'floods', 'links'],
  text: `WITH author AS (
  SELECT role FROM users WHERE community_id = $1 AND id = $2
), lately AS (
  SELECT count(*) FILTER (WHERE created_at > now() - interval '10 minutes') AS posts, count(*) FILTER (WHERE body = $3) AS same
  FROM posts WHERE community_id = $1 AND author_id = $2 AND id <> $4 AND status <> 'DRAFT'
    AND created_at > now() - interval '1 day'
)
SELECT CASE WHEN role <> 'MEMBER' AND NOT agora_lacks_second_factor($1, $2, $5) THEN NULL
  WHEN $6::bool AND (same >= 2 OR posts >= 10) THEN 'FLOOD'::hold_reason
  WHEN agora_waits_as_new($1, $2, $5, $7::int)
    THEN 'NEW_MEMBER' END AS reason
FROM author, lately`,
});
