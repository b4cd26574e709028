// Made from admit-token.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AdmitTokenParameters {
  readonly tokenVersion: number;
  readonly communityId: string;
  readonly userId: string;
  readonly sessionId: string;
}

export interface AdmitTokenRow {
  readonly admitted: boolean | null;
}

export const admitTokenSql = sql<AdmitTokenParameters, AdmitTokenRow>({
  name: 'admit-token',
  parameters: ['tokenVersion', 'communityId', 'userId', 'sessionId'],
  text: `SELECT CASE WHEN u.status = 'ACTIVE' AND u.token_version = $1::int AND NOT session.ended THEN true
  ELSE agora_readmit($2, $3, CASE WHEN session.ended THEN -1 ELSE $1::int END) END AS admitted
FROM (SELECT EXISTS (SELECT FROM refresh_tokens WHERE community_id = $2::uuid AND family_id = $4::uuid
  AND revoked_at IS NOT NULL) AS ended) session
LEFT JOIN users u ON u.community_id = $2::uuid AND u.id = $3::uuid`,
});
