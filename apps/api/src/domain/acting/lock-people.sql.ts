// Made from lock-people.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockPeopleParameters {
  readonly communityId: string;
  readonly userIds: readonly (string)[];
}

export interface LockPeopleRow {
  readonly id: string;
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
  readonly codesMissing: boolean | null;
}

export const lockPeopleSql = sql<LockPeopleParameters, LockPeopleRow>({
  name: 'lock-people',
  parameters: ['communityId', 'userIds'],
  text: `SELECT id, role, status, CASE WHEN role <> 'MEMBER' THEN
    (SELECT settings #>> '{moderation,teamNeedsCodes}' = 'true' FROM communities WHERE id = $1)
    AND NOT EXISTS (SELECT FROM two_factors t
      WHERE t.community_id = $1 AND t.user_id = users.id AND t.enabled_at IS NOT NULL)
  END AS "codesMissing"
FROM users WHERE community_id = $1 AND id = ANY ($2::uuid[])
ORDER BY id FOR NO KEY UPDATE`,
});
