// Made from has-second-factor.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface HasSecondFactorParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly sessionId: string;
}

export interface HasSecondFactorRow {
  readonly hasFactor: boolean | null;
}

export const hasSecondFactorSql = sql<HasSecondFactorParameters, HasSecondFactorRow>({
  name: 'has-second-factor',
  parameters: ['communityId', 'userId', 'sessionId'],
  text: `SELECT agora_has_second_factor($1, $2, $3) AS "hasFactor"`,
});
