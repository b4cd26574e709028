import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { tellAuthor } from '../../../domain/acting/tell-author.ts';
import { refusal } from '../../../domain/outcome.ts';
import { text } from '../../../domain/text.ts';
import { recountPostsSql } from '../../../domain/threads/recount-posts.sql.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { recountAuthor } from '../content/recount-author.ts';
import { moderatorsOnly } from '../moderators.ts';
import { lockCommentsSql } from './lock-comments.sql.ts';
import { lockPostsSql } from './lock-posts.sql.ts';
import { mergeCommentsSql } from './merge-comments.sql.ts';

const merge = z
  .strictObject({
    into: id.describe('The post whose thread takes the comments: the older one'),
    reason: text(500).default(''),
  })
  .meta({ id: 'Merge' });

const mergedPost = z
  .object({ post: id.describe('Where the comments are'), moved: z.int() })
  .meta({ id: 'MergedPost' });

const refusals = {
  ...moderatorsOnly,
  'resource.not_found': 'No such post.',
  'request.refused_value': 'A post is merged into another one that is older, and not into a younger one.',
} as const;

/** Comments are never older than their post. The merged post stays to be read, archived, without its comments. */
export const mergePosts = operation({
  id: 'mergePosts',
  method: 'POST',
  path: '/posts/:post/merge',
  tag: 'moderation',
  summary: 'Move all comments of a post to an older one, and archive it (moderators)',
  login: 'required',
  params: { post: id },
  body: merge,
  answers: { 201: mergedPost },
  handle: ({ forum, viewer, params, body: { into, reason } }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId } = viewer;
      const postId = params.post;
      const posts = await run(lockPostsSql({ communityId, postIds: [postId, into] }));
      await run(lockCommentsSql({ communityId, postId }));
      const [from, to] = [postId, into].map((one) =>
        posts.find((post) => post.id === one && post.status !== 'DRAFT'),
      );
      const others = from === undefined ? [] : [from.authorId];
      const { people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
      if (from === undefined || to === undefined) throw refusal('resource.not_found', refusals);
      if (from === to || to.createdAt > from.createdAt) throw refusal('request.refused_value', refusals);
      const details = { reason, into, status: from.status };
      const entryId = await noteAct(transaction, viewer, { action: 'post.merge', targetId: postId, details });
      const [row] = await run(mergeCommentsSql({ communityId, postId, newPostId: into, entryId }));
      await transaction.post.updateMany({
        where: { communityId, id: postId, status: 'PUBLISHED' },
        data: { status: 'ARCHIVED' },
      });
      await run(recountPostsSql({ communityId, postIds: [postId, into].toSorted() }));
      await recountAuthor(run, communityId, from.authorId);
      await tellAuthor(transaction, viewer, people.get(from.authorId), { postId });
      return { post: into, moved: row?.moved ?? 0 };
    }),
});
