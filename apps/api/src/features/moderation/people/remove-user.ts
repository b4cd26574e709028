import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { userKey } from '../../../domain/people.ts';
import { shownUser, userNamed } from '../../../domain/shown-users.ts';
import { writtenText } from '../../../domain/text.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { beginBan } from '../bans/begin-ban.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { hideWritten } from './written/hide-written.ts';

const removal = z
  .strictObject({ reason: writtenText(1000), endsAt: time.optional().describe('For good without it') })
  .meta({ id: 'Removal' });

const removed = z
  .object({
    entry: id.describe('In the log, where it is undone'),
    posts: z.int().describe('Hidden by this request'),
    comments: z.int().describe('Hidden by this request'),
  })
  .meta({ id: 'Removed' });

/** What the log keeps of it, from which it goes on after it was cut short. */
export const removalDetails = z.object({ ban: id });

/** One act, and undone as one: see hideWritten. */
export const removeUser = operation({
  id: 'removeUser',
  method: 'POST',
  path: '/users/:user/removal',
  tag: 'moderation',
  summary: 'Ban a user and hide all that they wrote (moderators)',
  description: 'One act in the log. Sent again, it goes on where it was cut short, and changes nothing else.',
  login: 'required',
  params: { user: userKey },
  body: removal,
  answers: { 201: removed },
  async handle({ forum, viewer, params, body: { reason, endsAt } }) {
    const { communityId } = viewer;
    const begun = await forum.prismaTransaction(async (transaction, run) => {
      const target = await transaction.user.findFirst({
        where: { ...shownUser, ...userNamed(params.user), communityId },
        select: { id: true },
      });
      // Of two at once, the second goes on with the act of the first.
      const others = target === null ? [] : [target.id];
      await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
      const entry = await transaction.moderationEntry.findFirst({
        where: { communityId, action: 'user.remove', targetId: target?.id ?? viewer.userId, undoneBy: null },
        select: { id: true, details: true },
        orderBy: { id: 'desc' },
      });
      if (entry !== null && target !== null) {
        const { ban } = removalDetails.parse(entry.details);
        const inForce = { liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: new Date() } }] };
        const banned = await transaction.ban.count({ where: { communityId, id: ban, ...inForce } });
        if (banned > 0) return { entryId: entry.id, authorId: target.id };
      }
      const until = endsAt === undefined ? null : new Date(endsAt);
      const ban = await beginBan(transaction, run, viewer, { userId: target?.id, reason, endsAt: until });
      const authorId = target?.id ?? '';
      const details = { ban: ban.id, reason, endsAt: until?.toISOString() ?? null };
      const entryId = await noteAct(transaction, viewer, {
        action: 'user.remove',
        targetId: authorId,
        details,
      });
      return { entryId, authorId };
    });
    const hidden = await hideWritten(forum, viewer, { ...begun, least: 'MODERATOR' });
    return { entry: begun.entryId, ...hidden };
  },
});
