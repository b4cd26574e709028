import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { lockActor, outranks } from '../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../domain/outcome.ts';
import { moderatorsOnly } from '../moderators.ts';
import { serverTime } from './server-time.ts';

const refusals = {
  ...moderatorsOnly,
  'resource.not_found': 'No such ban.',
  'ban.not_allowed': 'Only admins lift the ban of a moderator.',
} as const;

/**
 * Ends a ban; without another in force the user is active again.
 * @returns whose it was, and whether it was in force until now
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`, `ban.not_allowed`
 */
export async function endBan(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  banId: string,
): Promise<{ readonly userId: string; readonly ended: boolean }> {
  const { communityId } = viewer;
  const where = { communityId_id: { communityId, id: banId } };
  const target = await transaction.ban.findUnique({ where, select: { userId: true } });
  const others = target === null ? [] : [target.userId];
  const { actor, people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
  const banned = people.get(target?.userId ?? '');
  if (banned === undefined) throw refusal('resource.not_found', refusals);
  if (!outranks(actor, banned)) throw refusal('ban.not_allowed', refusals);
  const liftedAt = await serverTime(run);
  const inForce = { liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: liftedAt } }] };
  const { count } = await transaction.ban.updateMany({
    where: { communityId, id: banId, ...inForce },
    data: { liftedAt },
  });
  await transaction.user.updateMany({
    where: { communityId, id: banned.id, status: 'SUSPENDED', bans: { none: inForce } },
    data: { status: 'ACTIVE' },
  });
  return { userId: banned.id, ended: count === 1 };
}
