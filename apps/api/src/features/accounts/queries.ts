import type { UserStatus } from '@agora/db';
import { statement } from '../../database/statement.ts';
import { profileFields } from '../users/queries.ts';
import type { CurrentUser } from './schema.ts';

/** What a login is checked against. Stays in the process. */
export interface Credentials {
  readonly userId: string;
  readonly passwordHash: string;
  readonly status: UserStatus;
}

export const credentialsByEmail = statement<[communityId: string, email: string], Credentials>(
  'credentials_by_email',
  `SELECT json_build_object('userId', id, 'passwordHash', password_hash, 'status', status)
   FROM users WHERE community_id = $1 AND email = $2`,
);

export const markSeen = statement<[communityId: string, userId: string], never>(
  'mark_seen',
  'UPDATE users SET last_seen_at = now() WHERE community_id = $1 AND id = $2',
);

export const currentUserById = statement<[communityId: string, userId: string], CurrentUser>(
  'current_user_by_id',
  `SELECT json_build_object(${profileFields}, 'email', u.email, 'emailVerifiedAt', u.email_verified_at, 'status', u.status)
   FROM users u WHERE u.community_id = $1 AND u.id = $2 AND u.status <> 'DEACTIVATED'`,
);
