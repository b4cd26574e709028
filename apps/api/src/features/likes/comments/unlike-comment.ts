import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { likeState } from '../like-state.ts';
import { refreshCommentLikersSql } from './refresh-comment-likers.sql.ts';
import { unlikeCommentSql } from './unlike-comment.sql.ts';

export const unlikeComment = operation({
  id: 'unlikeComment',
  method: 'DELETE',
  path: '/comments/:comment/like',
  tag: 'likes',
  summary: 'Take back the like of a comment',
  login: 'required',
  params: { comment: id },
  answers: { 200: likeState },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    const given = { ...viewer, commentId: params.comment };
    const [[row]] = await forum.run(
      unlikeCommentSql(given),
      refreshCommentLikersSql({ ...given, likerEntryIds: ledgerIds(), authorEntryIds: ledgerIds() }),
    );
    return { liked: false, likeCount: accepted(row).likeCount, points: 0 };
  },
});
