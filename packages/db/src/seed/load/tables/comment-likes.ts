import { commentLikes as factory } from '../../factories/comment-likes.ts';
import type { LoadTable } from './load-table.ts';

export const commentLikes: LoadTable = {
  factory,
  count: ({ plan }) => plan.commentLikeUser.length,
  write(writer, { plan, community }, like) {
    const comment = plan.commentLikeTarget.data[like]!;
    const user = plan.commentLikeUser.data[like]!;
    writer.row(4);
    writer.uuid(community);
    writer.uuid7(plan.commentCreated.data[comment]!, plan.keys.comment, comment);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.time(plan.commentLikeAt.data[like]!);
  },
};
