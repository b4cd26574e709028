import type { UserRole } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';
import type { RunInPrisma } from '../../database/forum.ts';
import { refusal, type Refusals } from '../outcome.ts';
import { role } from '../people.ts';
import { type LockPeopleRow, lockPeopleSql } from './lock-people.sql.ts';

/**
 * Locks who acts, and whom they act on, and looks whether they may.
 * @param least the least role that may
 * @returns those of the others that there are
 * @throws ApiError `auth.account_inactive`, `auth.forbidden`
 */
export async function lockActor(
  run: RunInPrisma,
  viewer: Viewer,
  { least, others = [], refusals }: { least: UserRole; others?: readonly string[]; refusals?: Refusals },
): Promise<LockPeopleRow[]> {
  const { communityId, userId } = viewer;
  const people = await run(lockPeopleSql({ communityId, userIds: [userId, ...others] }));
  const actor = people.find(({ id, status }) => id === userId && status === 'ACTIVE');
  if (actor === undefined) throw refusal('auth.account_inactive', refusals);
  if (role.options.indexOf(actor.role) > role.options.indexOf(least)) {
    throw refusal('auth.forbidden', refusals);
  }
  return people.filter(({ id }) => id !== userId);
}
