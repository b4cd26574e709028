import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { lockActor, outranks } from '../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../domain/outcome.ts';
import { moderatorsOnly } from '../moderators.ts';
import { banFields, type BanRow } from './ban.ts';
import { serverTime } from './server-time.ts';

const refusals = {
  ...moderatorsOnly,
  'resource.not_found': 'No such user.',
  'request.refused_value': 'A ban ends in the future.',
} as const;

/**
 * Bans somebody from now on: locks them, so that what they write next is refused. Moderators ban members; admins ban
 * everyone but admins.
 * @param ban.userId undefined: there is nobody of the name
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`, `ban.not_allowed`, `request.refused_value`
 */
export async function beginBan(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  ban: { readonly userId: string | undefined; readonly reason: string; readonly endsAt: Date | null },
): Promise<BanRow> {
  const { communityId } = viewer;
  const { userId = '', reason, endsAt } = ban;
  const others = userId === '' ? [] : [userId];
  const { actor, people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
  const banned = people.get(userId);
  if (banned === undefined || banned.status === 'DEACTIVATED') {
    throw refusal('resource.not_found', refusals);
  }
  if (!outranks(actor, banned)) throw refusal('ban.not_allowed', refusals);
  const startsAt = await serverTime(run);
  if (endsAt !== null && endsAt <= startsAt) throw refusal('request.refused_value', refusals);
  const made = await transaction.ban.create({
    data: { communityId, id: uuid7(), userId, moderatorId: viewer.userId, reason, startsAt, endsAt },
    select: banFields,
  });
  await transaction.user.update({
    where: { communityId_id: { communityId, id: userId } },
    data: { status: 'SUSPENDED' },
    select: { id: true },
  });
  return made;
}
