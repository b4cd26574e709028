import { uuid7 } from '../../../database/uuid7.ts';
import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { likeState } from '../like-state.ts';
import { likeCommentSql } from './like-comment.sql.ts';
import { refreshCommentLikersSql } from './refresh-comment-likers.sql.ts';

/** PUT, so that doing it twice is doing it once. */
export const likeComment = operation({
  id: 'likeComment',
  method: 'PUT',
  path: '/comments/:comment/like',
  tag: 'likes',
  summary: 'Like a comment',
  login: 'required',
  params: { comment: id },
  answers: { 200: likeState },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    const given = { ...viewer, commentId: params.comment };
    const [[row]] = await forum.run(
      likeCommentSql({ ...given, givenId: uuid7(), receivedId: uuid7() }),
      refreshCommentLikersSql({ ...given, likerEntryIds: ledgerIds(), authorEntryIds: ledgerIds() }),
    );
    const { likeCount, points } = accepted(row);
    return { liked: true, likeCount, points };
  },
});
