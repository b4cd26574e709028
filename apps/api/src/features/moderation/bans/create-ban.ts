import { z } from 'zod';
import { uuid7 } from '../../../database/uuid7.ts';
import { lockActor, outranks } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { refusal } from '../../../domain/outcome.ts';
import { username } from '../../../domain/people.ts';
import { writtenText } from '../../../domain/text.ts';
import { time } from '../../../domain/values.ts';
import { idempotencyHeaders, onceWithPrisma } from '../../../http/idempotency/idempotency.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly } from '../moderators.ts';
import { ban, banFields, banOf } from './ban.ts';
import { serverTime } from './server-time.ts';

const newBan = z
  .strictObject({
    user: username,
    reason: writtenText(1000),
    endsAt: time.optional().describe('For good without it'),
  })
  .meta({ id: 'NewBan' });

const refusals = {
  ...moderatorsOnly,
  'resource.not_found': 'No such user.',
  'request.refused_value': 'A ban ends in the future.',
} as const;

/**
 * In force from the moment the banned user is locked: what they write next is refused, and their sessions rest meanwhile.
 * Moderators ban members; admins ban everyone but admins.
 */
export const createBan = operation({
  id: 'createBan',
  method: 'POST',
  path: '/bans',
  tag: 'moderation',
  summary: 'Ban a user (moderators)',
  login: 'required',
  headers: idempotencyHeaders,
  body: newBan,
  answers: { 201: ban },
  handle: (asked) =>
    onceWithPrisma(asked, async (transaction, run) => {
      const { viewer, body } = asked;
      const { communityId, userId } = viewer;
      const target = await transaction.user.findUnique({
        where: { communityId_username: { communityId, username: body.user } },
        select: { id: true },
      });
      const others = target === null ? [] : [target.id];
      const { actor, people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
      const banned = people.get(target?.id ?? '');
      if (banned === undefined || banned.status === 'DEACTIVATED') {
        throw refusal('resource.not_found', refusals);
      }
      if (!outranks(actor, banned)) throw refusal('ban.not_allowed');
      const startsAt = await serverTime(run);
      const endsAt = body.endsAt === undefined ? null : new Date(body.endsAt);
      if (endsAt !== null && endsAt <= startsAt) throw refusal('request.refused_value', refusals);
      const { reason } = body;
      const made = await transaction.ban.create({
        data: { communityId, id: uuid7(), userId: banned.id, moderatorId: userId, reason, startsAt, endsAt },
        select: banFields,
      });
      await transaction.user.update({
        where: { communityId_id: { communityId, id: banned.id } },
        data: { status: 'SUSPENDED' },
        select: { id: true },
      });
      const details = { ban: made.id, reason, endsAt: endsAt?.toISOString() ?? null };
      await noteAct(transaction, viewer, { action: 'ban.create', targetId: banned.id, details });
      return banOf(made);
    }),
});
