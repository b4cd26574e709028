import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { lockPostSql } from '../../../domain/acting/lock-post.sql.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { tellAuthor } from '../../../domain/acting/tell-author.ts';
import { postStatus } from '../../../domain/content.ts';
import { refusal } from '../../../domain/outcome.ts';
import { text } from '../../../domain/text.ts';
import { id, nothing } from '../../../domain/values.ts';
import { versionAfter } from '../../../domain/version.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { recountAuthor } from './recount-author.ts';

const postModeration = z
  .strictObject({
    status: postStatus.exclude(['DRAFT']).optional(),
    pinned: z.boolean().optional(),
    reason: text(500).default(''),
  })
  .refine(({ status, pinned }) => status !== undefined || pinned !== undefined, {
    message: 'name status, pinned or both',
  })
  .meta({ id: 'PostModeration' });

export const moderatePost = operation({
  id: 'moderatePost',
  method: 'PUT',
  path: '/posts/:post/moderation',
  tag: 'moderation',
  summary: 'Hide, show, archive or pin a post (moderators)',
  login: 'required',
  params: { post: id },
  body: postModeration,
  answers: { 204: nothing },
  async handle({ forum, viewer, params, body }) {
    const { communityId } = viewer;
    const { post: postId } = params;
    const { status, pinned } = body;
    await forum.prismaTransaction(async (transaction, run) => {
      const [post] = await run(lockPostSql({ communityId, postId }));
      const others = post === undefined ? [] : [post.authorId];
      const { people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
      if (post === undefined || post.status === 'DRAFT') throw refusal('resource.not_found');
      await transaction.post.update({
        where: { communityId_id: { communityId, id: postId } },
        data: { status, pinned, updatedAt: versionAfter(post.updatedAt) },
        select: { id: true },
      });
      await noteAct(transaction, viewer, { action: 'post.moderate', targetId: postId, details: body });
      if (status !== undefined && status !== post.status) {
        await tellAuthor(transaction, viewer, people.get(post.authorId), { postId });
      }
      await recountAuthor(run, communityId, post.authorId);
    });
  },
});
