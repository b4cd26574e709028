// Made from loaded-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LoadedCommunitiesParameters {

}

export interface LoadedCommunitiesRow {
  readonly ordinal: number;
  readonly id: string;
}

export const loadedCommunitiesSql = sql<LoadedCommunitiesParameters, LoadedCommunitiesRow>({
  name: 'loaded-communities',
  parameters: [],
  text: `SELECT ordinal, community_id AS id FROM agora.load_communities ORDER BY ordinal`,
});
