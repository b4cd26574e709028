import { refusal } from '../../../domain/outcome.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { followState } from './follow-state.ts';

/** A thread that was hidden since can be followed no more, too. */
export const unfollowPost = operation({
  id: 'unfollowPost',
  method: 'DELETE',
  path: '/posts/:post/follow',
  tag: 'posts',
  summary: 'Follow the thread of a post no more',
  login: 'required',
  params: { post: id },
  answers: { 200: followState },
  async handle({ forum, viewer: { communityId, userId }, params }) {
    const { count } = await forum.prisma.postFollow.deleteMany({
      where: { communityId, userId, postId: params.post },
    });
    if (count === 0) {
      const shown = await forum.prisma.post.findFirst({
        where: { communityId, id: params.post, status: { in: ['PUBLISHED', 'ARCHIVED'] } },
        select: { id: true },
      });
      if (shown === null) throw refusal('resource.not_found');
    }
    return { followed: false };
  },
});
