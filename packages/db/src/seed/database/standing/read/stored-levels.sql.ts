// Made from stored-levels.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface StoredLevelsParameters {
  readonly communities: readonly (string)[];
}

export interface StoredLevelsRow {
  readonly community: string;
  readonly rank: number;
  readonly minPoints: number;
}

export const storedLevelsSql = sql<StoredLevelsParameters, StoredLevelsRow>({
  name: 'stored-levels',
  parameters: ['communities'],
  text: `SELECT community_id AS community, rank, min_points AS "minPoints" FROM levels WHERE community_id = ANY ($1::uuid[])`,
});
