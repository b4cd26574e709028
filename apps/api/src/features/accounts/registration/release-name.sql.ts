// Made from release-name.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ReleaseNameParameters {
  readonly freedName: string;
  readonly communityId: string;
  readonly username: string;
  readonly keepNameDays: number;
}

export interface ReleaseNameRow {

}

export const releaseNameSql = sql<ReleaseNameParameters, ReleaseNameRow>({
  name: 'release-name',
  parameters: ['freedName', 'communityId', 'username', 'keepNameDays'],
  text: `UPDATE users u SET username = $1, updated_at = now()
WHERE u.community_id = $2 AND u.username = $3 AND u.status <> 'DEACTIVATED'
  AND u.email_verified_at IS NULL AND u.last_seen_at IS NULL
  AND u.created_at < now() - $4::int * interval '1 day'`,
});
