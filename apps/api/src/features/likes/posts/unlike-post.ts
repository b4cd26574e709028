import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { likeState } from '../like-state.ts';
import { refreshPostLikersSql } from './refresh-post-likers.sql.ts';
import { unlikePostSql } from './unlike-post.sql.ts';

export const unlikePost = operation({
  id: 'unlikePost',
  method: 'DELETE',
  path: '/posts/:post/like',
  tag: 'likes',
  summary: 'Take back the like of a post',
  login: 'required',
  params: { post: id },
  answers: { 200: likeState },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    const given = { ...viewer, postId: params.post };
    const [[row]] = await forum.run(
      unlikePostSql(given),
      refreshPostLikersSql({ ...given, likerEntryIds: ledgerIds(), authorEntryIds: ledgerIds() }),
    );
    return { liked: false, likeCount: accepted(row).likeCount, points: 0 };
  },
});
