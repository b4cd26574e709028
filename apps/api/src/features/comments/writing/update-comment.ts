import { z } from 'zod';
import { uuid7 } from '../../../database/uuid7.ts';
import { comment, markdown } from '../../../domain/content.ts';
import { linksIn } from '../../../domain/member-limits/links.ts';
import { accepted } from '../../../domain/outcome.ts';
import { recountStatisticsSql } from '../../../domain/standing/recount-statistics.sql.ts';
import { lockThreadSql } from '../../../domain/threads/lock-thread.sql.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../../http/versions.ts';
import { commentByIdSql } from '../comment-by-id.sql.ts';
import { writtenComment } from '../written-comment.ts';
import { updateCommentSql } from './update-comment.sql.ts';

const commentEdit = z.strictObject({ body: markdown }).meta({ id: 'CommentEdit' });

export const updateComment = operation({
  id: 'updateComment',
  method: 'PATCH',
  path: '/comments/:comment',
  tag: 'comments',
  summary: 'Edit your comment',
  login: 'required',
  params: { comment: id },
  headers: ifMatchHeaders,
  body: commentEdit,
  answers: { 200: comment },
  refusals: [412, 428],
  async handle(asked, { members, markdown: rendering }) {
    const { forum, viewer, params, body, request, reply } = asked;
    await members.take(asked, 'edits', body.body);
    const html = await rendering.toStore(body.body);
    const mine = { ...viewer, commentId: params.comment };
    const [, [row], , [written]] = await forum.run(
      lockThreadSql(mine),
      updateCommentSql({
        ...mine,
        ...body,
        html,
        links: linksIn(body.body),
        revisionId: uuid7(),
        version: editedVersion(request),
      }),
      recountStatisticsSql(mine),
      commentByIdSql(mine),
    );
    accepted(row, { 'auth.forbidden': 'Only authors edit.' });
    const edited = writtenComment(written);
    tagWritten(reply, edited);
    return edited;
  },
});
