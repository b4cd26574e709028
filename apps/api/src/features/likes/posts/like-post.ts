import { uuid7 } from '../../../database/uuid7.ts';
import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { likeState } from '../like-state.ts';
import { likePostSql } from './like-post.sql.ts';
import { refreshPostLikersSql } from './refresh-post-likers.sql.ts';

/** PUT, so that doing it twice is doing it once. */
export const likePost = operation({
  id: 'likePost',
  method: 'PUT',
  path: '/posts/:post/like',
  tag: 'likes',
  summary: 'Like a post',
  login: 'required',
  params: { post: id },
  answers: { 200: likeState },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    const given = { ...viewer, postId: params.post };
    const [[row]] = await forum.run(
      likePostSql({ ...given, givenId: uuid7(), receivedId: uuid7() }),
      refreshPostLikersSql({ ...given, likerEntryIds: ledgerIds(), authorEntryIds: ledgerIds() }),
    );
    const { likeCount, points } = accepted(row);
    return { liked: true, likeCount, points };
  },
});
