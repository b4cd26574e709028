// Made from all-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface AllCommunitiesParameters {

}

export interface AllCommunitiesRow {
  readonly id: string;
}

export const allCommunitiesSql = sql<AllCommunitiesParameters, AllCommunitiesRow>({
  name: 'all-communities',
  parameters: [],
  text: `SELECT id FROM communities ORDER BY id`,
});
