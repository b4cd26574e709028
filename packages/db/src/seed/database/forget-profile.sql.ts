// Made from forget-profile.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface ForgetProfileParameters {
  readonly profile: string;
}

export interface ForgetProfileRow {

}

export const forgetProfileSql = sql<ForgetProfileParameters, ForgetProfileRow>({
  name: 'forget-profile',
  parameters: ['profile'],
  text: `DELETE FROM agora.seed_profiles WHERE profile = $1`,
});
