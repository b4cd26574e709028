import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { lockActor, outranks } from '../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../domain/outcome.ts';
import { moderatorsOnly } from '../moderators.ts';

const refusals = {
  ...moderatorsOnly,
  'resource.not_found': 'No such user.',
  'ban.not_allowed': 'Moderators and admins cannot be muted by their equals.',
} as const;

/** Somebody, locked, and until when they are muted. */
interface LockedMember {
  /** Null: not at all. */
  readonly mutedUntil: Date | null;
  mute(until: Date | null): Promise<void>;
}

/**
 * Locks somebody for a moderator who is above them.
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`, `ban.not_allowed`
 */
export async function lockMemberToMute(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  userId: string | undefined,
): Promise<LockedMember> {
  const { communityId } = viewer;
  const others = userId === undefined ? [] : [userId];
  const { actor, people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
  const member = people.get(userId ?? '');
  if (member === undefined || member.status === 'DEACTIVATED') throw refusal('resource.not_found', refusals);
  if (!outranks(actor, member)) throw refusal('ban.not_allowed', refusals);
  const where = { communityId_id: { communityId, id: member.id } };
  const { mutedUntil } = await transaction.user.findUniqueOrThrow({ where, select: { mutedUntil: true } });
  return {
    mutedUntil,
    async mute(until) {
      await transaction.user.update({ where, data: { mutedUntil: until }, select: { id: true } });
    },
  };
}
