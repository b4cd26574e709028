// Made from sealed-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SealedCommunitiesParameters {

}

export interface SealedCommunitiesRow {
  readonly id: string;
}

export const sealedCommunitiesSql = sql<SealedCommunitiesParameters, SealedCommunitiesRow>({
  name: 'sealed-communities',
  parameters: [],
  text: `SELECT community_id AS id FROM agora.load_communities`,
});
