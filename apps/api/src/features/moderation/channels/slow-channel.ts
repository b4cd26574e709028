import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { text } from '../../../domain/text.ts';
import { nothing, slug } from '../../../domain/values.ts';
import { versionAfter } from '../../../domain/version.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { slowSeconds } from '../slow-seconds.ts';

const slowMode = z.strictObject({ slowSeconds, reason: text(500).default('') }).meta({ id: 'SlowMode' });

/** Of a post with a pace of its own the slower one counts. */
export const slowChannel = operation({
  id: 'slowChannel',
  method: 'PUT',
  path: '/channels/:channel/slow-mode',
  tag: 'moderation',
  summary: 'Slow the comments on all posts of a channel (moderators)',
  login: 'required',
  params: { channel: slug },
  body: slowMode,
  answers: { 204: nothing },
  async handle({ forum, viewer, params, body }) {
    const { communityId } = viewer;
    await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      const where = { communityId_slug: { communityId, slug: params.channel } };
      const select = { id: true, slowSeconds: true, updatedAt: true };
      const channel = found(
        (await transaction.channel.findUnique({ where, select })) ?? undefined,
        'channel',
      );
      if (channel.slowSeconds === body.slowSeconds) return;
      const data = { slowSeconds: body.slowSeconds, updatedAt: versionAfter(channel.updatedAt) };
      await transaction.channel.update({ where, data, select: { id: true } });
      const details = {
        reason: body.reason,
        before: { slowSeconds: channel.slowSeconds },
        after: { slowSeconds: body.slowSeconds },
      };
      await noteAct(transaction, viewer, { action: 'channel.slow', targetId: channel.id, details });
    });
  },
});
