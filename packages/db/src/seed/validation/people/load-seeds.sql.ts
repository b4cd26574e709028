// Made from load-seeds.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LoadSeedsParameters {

}

export interface LoadSeedsRow {
  readonly seed: number;
}

export const loadSeedsSql = sql<LoadSeedsParameters, LoadSeedsRow>({
  name: 'load-seeds',
  parameters: [],
  text: `SELECT seed::float8 AS seed FROM agora.loads`,
});
