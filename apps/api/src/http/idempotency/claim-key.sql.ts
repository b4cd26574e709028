// Made from claim-key.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ClaimKeyParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly key: string;
  readonly fingerprint: Uint8Array;
}

export interface ClaimKeyRow {
  readonly key: string;
}

export const claimKeySql = sql<ClaimKeyParameters, ClaimKeyRow>({
  name: 'claim-key',
  parameters: ['communityId', 'userId', 'key', 'fingerprint'],
  text: `INSERT INTO idempotency_keys (community_id, user_id, key, fingerprint) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING key`,
});
