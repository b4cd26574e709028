// Made from second-factors.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SecondFactorsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SecondFactorsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const secondFactorsSql = [sql<SecondFactorsParameters, SecondFactorsRow>({
  name: 'second-factors-1',
  parameters: ['communities'],
  text: `SELECT r.community_id, 'recovery_codes of ' || r.user_id AS row,
       format('%s, asked for since %s', count(*), f.enabled_at) AS detail
  FROM recovery_codes r LEFT JOIN two_factors f ON f.community_id = r.community_id AND f.user_id = r.user_id
 WHERE ($1::uuid[] IS NULL OR r.community_id = ANY ($1)) GROUP BY r.community_id, r.user_id, f.enabled_at
HAVING f.enabled_at IS NULL OR count(*) > 10`,
}), sql<SecondFactorsParameters, SecondFactorsRow>({
  name: 'second-factors-2',
  parameters: ['communities'],
  text: `SELECT community_id, 'two_factors of ' || user_id AS row, 'last code of step ' || last_step AS detail
  FROM two_factors t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND last_step > extract(epoch FROM now()) / 30 + 2`,
})] as const;
