// Made from award-welcome.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AwardWelcomeParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly entryId: string;
}

export interface AwardWelcomeRow {
  readonly points: number | null;
}

export const awardWelcomeSql = sql<AwardWelcomeParameters, AwardWelcomeRow>({
  name: 'award-welcome',
  parameters: ['communityId', 'userId', 'entryId'],
  text: `SELECT agora_award($1, $2, $3, 'WELCOME', 'welcome:' || $2::uuid, 'USER', $2) AS points`,
});
