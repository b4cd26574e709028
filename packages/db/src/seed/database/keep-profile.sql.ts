// Made from keep-profile.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface KeepProfileParameters {
  readonly profile: string;
  readonly seed: bigint | number;
  readonly reference: Date | string;
}

export interface KeepProfileRow {

}

export const keepProfileSql = sql<KeepProfileParameters, KeepProfileRow>({
  name: 'keep-profile',
  parameters: ['profile', 'seed', 'reference'],
  text: `INSERT INTO agora.seed_profiles (profile, seed, reference) VALUES ($1, $2, $3)
ON CONFLICT (profile) DO UPDATE SET seed = excluded.seed, reference = excluded.reference`,
});
