// Made from create-tip.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CreateTipParameters {
  readonly communityId: string;
  readonly to: string;
  readonly userId: string;
  readonly amount: number;
  readonly sentId: string;
  readonly tipId: string;
  readonly receivedId: string;
  readonly noticeId: string;
}

export interface CreateTipRow {
  readonly refused: string | null;
  readonly balance: number;
}

export const createTipSql = sql<CreateTipParameters, CreateTipRow>({
  name: 'create-tip',
  parameters: ['communityId', 'to', 'userId', 'amount', 'sentId', 'tipId', 'receivedId', 'noticeId'],
  text: `WITH receiver AS (
  SELECT id FROM users WHERE community_id = $1 AND username = $2
    AND status <> 'DEACTIVATED' AND (email_verified_at IS NOT NULL OR last_seen_at IS NOT NULL)
), people AS MATERIALIZED (
  SELECT id, status, points FROM users
  WHERE community_id = $1 AND id IN ($3, (SELECT id FROM receiver)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = $3 AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM receiver) THEN 'resource.not_found'
    WHEN (SELECT id FROM receiver) = $3 THEN 'points.tip_to_self'
    WHEN (SELECT points FROM people WHERE id = $3) < $4::int THEN 'points.insufficient' END AS refused
), sent AS (
  SELECT agora_pay($1, $3, $5, -$4::int, 'TIP_SENT',
    'tip:' || $6::uuid || ':sent', 'USER', receiver.id) AS balance
  FROM verdict, receiver WHERE refused IS NULL
), received AS (
  SELECT agora_pay($1, receiver.id, $7, $4::int, 'TIP_RECEIVED',
    'tip:' || $6::uuid || ':received', 'USER', $3) AS balance
  FROM sent, receiver
), told AS (
  INSERT INTO notifications (community_id, id, user_id, kind, actor_id)
  SELECT $1, $8, receiver.id, 'TIP', $3 FROM received, receiver
  RETURNING community_id
)
SELECT refused, coalesce((SELECT sent.balance FROM sent, received), 0) AS balance FROM verdict`,
});
