import { z } from 'zod';
import { lacksSecondFactor, lockActor } from '../../domain/acting/lock-actor.ts';
import { lockPostSql } from '../../domain/acting/lock-post.sql.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { tellAuthor } from '../../domain/acting/tell-author.ts';
import { refusal } from '../../domain/outcome.ts';
import { id } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';

const refusals = { 'auth.forbidden': 'Only its author and moderators take a medium from a post.' };

/** What a moderator takes away stands in the log, and the author is told. */
export const deleteMedium = operation({
  id: 'deleteMedium',
  method: 'DELETE',
  path: '/posts/:post/media/:medium',
  tag: 'media',
  summary: 'Take a medium from your post, or as a moderator from any',
  login: 'required',
  params: { post: id, medium: id },
  answers: { 204: z.undefined().describe('It is gone') },
  async handle({ forum, viewer, params }) {
    const { communityId, userId } = viewer;
    const { post: postId, medium: mediumId } = params;
    await forum.prismaTransaction(async (transaction, run) => {
      const [post] = await run(lockPostSql({ communityId, postId }));
      const others = post === undefined ? [] : [post.authorId];
      const { actor, people } = await lockActor(run, viewer, { least: 'MEMBER', others });
      const medium = await transaction.media.findUnique({
        where: { communityId_id: { communityId, id: mediumId }, postId },
        select: { cid: true },
      });
      if (post === undefined || medium === null) throw refusal('resource.not_found');
      const mine = post.authorId === userId;
      const ofTeam = actor.role !== 'MEMBER';
      const lacksFactor = !mine && ofTeam && (await lacksSecondFactor(run, viewer));
      // As the post's own page shows itself.
      const shown = mine || (post.status === 'HIDDEN' ? ofTeam && !lacksFactor : post.status !== 'DRAFT');
      if (!shown) throw refusal('resource.not_found');
      if (!mine && !ofTeam) throw refusal('auth.forbidden', refusals);
      if (lacksFactor) throw refusal('auth.second_factor_needed');

      await transaction.media.delete({
        where: { communityId_id: { communityId, id: mediumId } },
        select: { id: true },
      });
      if (mine) return;
      const details = { post: postId, cid: medium.cid };
      await noteAct(transaction, viewer, { action: 'media.delete', targetId: mediumId, details });
      await tellAuthor(transaction, viewer, people.get(post.authorId), { postId });
    });
  },
});
