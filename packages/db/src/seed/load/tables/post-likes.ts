import { postLikes as factory } from '../../factories/post-likes.ts';
import type { LoadTable } from './load-table.ts';

export const postLikes: LoadTable = {
  factory,
  count: ({ plan }) => plan.postLikeUser.length,
  write(writer, { plan, community }, like) {
    const post = plan.postLikeTarget.data[like]!;
    const user = plan.postLikeUser.data[like]!;
    writer.row(4);
    writer.uuid(community);
    writer.uuid7(plan.postCreated[post]!, plan.keys.post, post);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.time(plan.postLikeAt.data[like]!);
  },
};
