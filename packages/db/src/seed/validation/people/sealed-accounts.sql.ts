// Made from sealed-accounts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SealedAccountsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SealedAccountsRow {
  readonly community: string;
  readonly account: string | null;
  readonly name: string;
  readonly version: number;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly untouched: boolean;
}

export const sealedAccountsSql = sql<SealedAccountsParameters, SealedAccountsRow>({
  name: 'sealed-accounts',
  parameters: ['communities'],
  text: `SELECT t.community_id AS community, t.id AS "account", 'oauth_accounts ' || t.id AS name, t.key_version AS version,
       t.access_token AS "accessToken", t.refresh_token AS "refreshToken", t.updated_at = t.created_at AS untouched
  FROM oauth_accounts t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND num_nonnulls(t.access_token, t.refresh_token) > 0
UNION ALL
SELECT community_id, NULL, 'two_factors ' || user_id, key_version, secret, NULL, false
  FROM two_factors t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))`,
});
