import type { UserRole } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';
import type { RunInPrisma } from '../../database/forum.ts';
import { refusal, type Refusals } from '../outcome.ts';
import { role } from '../people.ts';
import { type LockPeopleRow, lockPeopleSql } from './lock-people.sql.ts';
import { standingInTeamSql } from './standing-in-team.sql.ts';

/** Who acts, and whom they act on, as they are once locked. */
export interface Locked {
  readonly actor: LockPeopleRow;
  /** All that there are of them, the actor too, by id. */
  readonly people: ReadonlyMap<string, LockPeopleRow>;
}

/**
 * Locks who acts, and whom they act on, and looks whether they may.
 * @param least the least role that may
 * @throws ApiError `auth.account_inactive`, `auth.forbidden`; `auth.second_factor_needed` for what the team alone may, where
 *   the community asks its team for a second factor and who acts has none
 */
export async function lockActor(
  run: RunInPrisma,
  viewer: Viewer,
  { least, others = [], refusals }: { least: UserRole; others?: readonly string[]; refusals?: Refusals },
): Promise<Locked> {
  const { communityId, userId } = viewer;
  const rows = await run(lockPeopleSql({ communityId, userIds: [userId, ...others] }));
  const people = new Map(rows.map((row) => [row.id, row]));
  const actor = people.get(userId);
  if (actor?.status !== 'ACTIVE') throw refusal('auth.account_inactive', refusals);
  if (rankOf(actor) > rankOf({ role: least })) throw refusal('auth.forbidden', refusals);
  if (least !== 'MEMBER') await assertSecondFactor(run, viewer, refusals);
  return { actor, people };
}

/**
 * For what somebody does as one of the team.
 * @throws ApiError `auth.second_factor_needed` where the community asks its team for a second factor and they have none
 */
export async function assertSecondFactor(
  run: RunInPrisma,
  viewer: Viewer,
  refusals?: Refusals,
): Promise<void> {
  if (await lacksSecondFactor(run, viewer)) throw refusal('auth.second_factor_needed', refusals);
}

/** Whether the community asks its team for a second factor, and the viewer has none. */
export async function lacksSecondFactor(
  run: RunInPrisma,
  { communityId, userId, sessionId }: Viewer,
): Promise<boolean> {
  const [row] = await run(standingInTeamSql({ communityId, userId, sessionId }));
  return row?.lacksFactor === true;
}

/** Whether somebody's role is above another's. */
export function outranks(one: { readonly role: UserRole }, other: { readonly role: UserRole }): boolean {
  return rankOf(one) < rankOf(other);
}

/** 0 is the highest. */
const rankOf = (one: { readonly role: UserRole }): number => role.options.indexOf(one.role);
