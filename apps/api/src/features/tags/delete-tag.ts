import { z } from 'zod';
import { found } from '../../api-error.ts';
import { lockActor } from '../../domain/acting/lock-actor.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { slug } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';
import { tagRefusals as refusals } from './tag.ts';

/** One that a post of any status carries is referred to, and stays. */
export const deleteTag = operation({
  id: 'deleteTag',
  method: 'DELETE',
  path: '/tags/:tag',
  tag: 'tags',
  summary: 'Take away a tag that no post carries, a draft included (moderators)',
  login: 'required',
  params: { tag: slug },
  answers: { 204: z.undefined().describe('It is gone') },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    const { communityId } = viewer;
    await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      const where = { communityId_slug: { communityId, slug: params.tag } };
      const row = await transaction.tag.findUnique({ where, select: { id: true } });
      const { id } = found(row ?? undefined, 'tag');
      await transaction.tag.delete({ where: { communityId_id: { communityId, id } }, select: { id: true } });
      await noteAct(transaction, viewer, {
        action: 'tag.remove',
        targetId: id,
        details: { slug: params.tag },
      });
    });
  },
});
