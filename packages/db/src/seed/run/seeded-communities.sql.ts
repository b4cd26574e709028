// Made from seeded-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface SeededCommunitiesParameters {
  readonly communities: readonly (string)[];
}

export interface SeededCommunitiesRow {
  readonly id: string;
}

export const seededCommunitiesSql = sql<SeededCommunitiesParameters, SeededCommunitiesRow>({
  name: 'seeded-communities',
  parameters: ['communities'],
  text: `SELECT id FROM communities WHERE id = ANY ($1::uuid[])`,
});
