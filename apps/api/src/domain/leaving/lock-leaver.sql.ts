// Made from lock-leaver.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockLeaverParameters {
  readonly communityId: string;
  readonly userId: string;
}

export interface LockLeaverRow {
  readonly id: string;
  readonly email: string;
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
  readonly passwordHash: string | null;
}

export const lockLeaverSql = sql<LockLeaverParameters, LockLeaverRow>({
  name: 'lock-leaver',
  parameters: ['communityId', 'userId'],
  text: `SELECT u.id, u.email, u.role, u.status, u.password_hash AS "passwordHash" FROM users u
WHERE u.community_id = $1 AND u.id IN (
  SELECT $2::uuid
  UNION ALL
  SELECT a.id FROM users me JOIN users a ON a.community_id = $1 AND a.role = 'ADMIN'
  WHERE me.community_id = $1 AND me.id = $2 AND me.role = 'ADMIN')
ORDER BY u.id FOR UPDATE`,
});
