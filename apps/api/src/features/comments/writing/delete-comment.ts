import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { recountStatisticsSql } from '../../../domain/standing/recount-statistics.sql.ts';
import { refreshAchievementsSql } from '../../../domain/standing/refresh-achievements.sql.ts';
import { lockThreadSql } from '../../../domain/threads/lock-thread.sql.ts';
import { setCommentStatusSql } from '../../../domain/threads/set-comment-status.sql.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

export const deleteComment = operation({
  id: 'deleteComment',
  method: 'DELETE',
  path: '/comments/:comment',
  tag: 'comments',
  summary: 'Delete your comment: its place in the thread stays, its text is for you and moderators alone',
  login: 'required',
  params: { comment: id },
  answers: { 204: nothing },
  async handle({ forum, viewer, params }) {
    const mine = { ...viewer, commentId: params.comment };
    const [, [row]] = await forum.run(
      lockThreadSql(mine),
      setCommentStatusSql({ ...mine, status: 'DELETED' }),
      recountStatisticsSql(mine),
      refreshAchievementsSql({ ...mine, entryIds: ledgerIds() }),
    );
    accepted(row, { 'auth.forbidden': 'Only authors delete.' });
  },
});
