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
}

export const lockPeopleSql = sql<LockPeopleParameters, LockPeopleRow>({
  name: 'lock-people',
  parameters: ['communityId', 'userIds'],
  text: `SELECT id, role, status FROM users WHERE community_id = $1 AND id = ANY ($2::uuid[])
ORDER BY id FOR NO KEY UPDATE`,
});
