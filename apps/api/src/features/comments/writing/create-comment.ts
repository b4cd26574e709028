import { z } from 'zod';
import { uuid7 } from '../../../database/uuid7.ts';
import { comment, markdown } from '../../../domain/content.ts';
import { linksIn } from '../../../domain/member-limits/links.ts';
import { noticesOf } from '../../../domain/member-limits/mentions.ts';
import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { refreshAchievementsSql } from '../../../domain/standing/refresh-achievements.sql.ts';
import { followersAtOnce } from '../../../domain/announcing/followers-at-once.ts';
import { tellFollowersSql } from '../../../domain/announcing/tell-followers.sql.ts';
import { tellOfCommentSql } from '../../../domain/threads/tell-of-comment.sql.ts';
import { id } from '../../../domain/values.ts';
import { idempotencyHeaders, once } from '../../../http/idempotency/idempotency.ts';
import { operation } from '../../../http/operation.ts';
import { tagWritten } from '../../../http/versions.ts';
import { commentByIdSql } from '../comment-by-id.sql.ts';
import { writtenComment } from '../written-comment.ts';
import { createCommentSql } from './create-comment.sql.ts';

const newComment = z
  .strictObject({
    body: markdown,
    parentId: id.optional().describe('The comment replied to; the post without it'),
  })
  .meta({ id: 'NewComment' });

export const createComment = operation({
  id: 'createComment',
  method: 'POST',
  path: '/posts/:post/comments',
  tag: 'comments',
  summary: 'Comment on a post, or reply to a comment',
  description:
    'What a new member writes is HIDDEN until a moderator has looked, where the community wants it so.',
  login: 'required',
  params: { post: id },
  headers: idempotencyHeaders,
  body: newComment,
  answers: { 201: comment },
  refusals: [409],
  async handle(asked, { announcing, members, markdown: rendering }) {
    const { viewer, params, reply } = asked;
    const { body, parentId = null } = asked.body;
    await members.take(asked, 'comments', body);
    const html = await rendering.toStore(body);
    let isAllTold = true;
    const made = await once(asked, async (forum) => {
      const mine = { ...viewer, postId: params.post, commentId: uuid7(), parentId, body, html };
      const [[row], , [followers], , [written]] = await forum.run(
        createCommentSql({ ...mine, links: linksIn(body), entryId: uuid7() }),
        tellOfCommentSql({ ...mine, ...noticesOf(body), noticeId: uuid7() }),
        tellFollowersSql({ ...mine, noticeId: uuid7(), most: followersAtOnce }),
        refreshAchievementsSql({ ...mine, entryIds: ledgerIds() }),
        commentByIdSql(mine),
      );
      accepted(row, { 'resource.not_found': 'No such post, or no such comment in it to reply to.' });
      isAllTold = followers?.isDone ?? true;
      return writtenComment(written);
    });
    // Once the comment is committed: another connection tells the others.
    if (!isAllTold) announcing.wake(viewer.communityId);
    tagWritten(reply, made);
    return made;
  },
});
