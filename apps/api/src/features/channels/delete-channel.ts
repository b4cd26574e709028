import { z } from 'zod';
import { lockActor } from '../../domain/acting/lock-actor.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { slug } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';
import { channelRefusals as refusals } from './channel.ts';

/** One with posts of any status is referred to, and stays. */
export const deleteChannel = operation({
  id: 'deleteChannel',
  method: 'DELETE',
  path: '/channels/:channel',
  tag: 'channels',
  summary: 'Close a channel that holds no post, a draft included (administrators)',
  login: 'required',
  params: { channel: slug },
  answers: { 204: z.undefined().describe('It is gone') },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    const { communityId } = viewer;
    await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'ADMIN', refusals });
      const { id } = await transaction.channel.delete({
        where: { communityId_slug: { communityId, slug: params.channel } },
        select: { id: true },
      });
      const details = { slug: params.channel };
      await noteAct(transaction, viewer, { action: 'channel.remove', targetId: id, details });
    });
  },
});
