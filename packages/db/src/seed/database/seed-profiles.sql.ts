// Made from seed-profiles.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface SeedProfilesParameters {

}

export interface SeedProfilesRow {
  readonly profile: string;
  readonly seed: number;
  readonly reference: Date;
}

export const seedProfilesSql = sql<SeedProfilesParameters, SeedProfilesRow>({
  name: 'seed-profiles',
  parameters: [],
  text: `SELECT profile, seed::float8 AS seed, reference FROM agora.seed_profiles`,
});
