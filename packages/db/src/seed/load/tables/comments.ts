import { MINUTE_MS } from '../../values/calendar.ts';
import { comments as factory } from '../../factories/comments.ts';
import { labels, type LoadTable } from './load-table.ts';
import type { BinaryWriter } from '@agora/seeding';
import type { LoadCommunityPlan } from '../../simulation/community-plan.ts';

const [PUBLISHED] = labels(['PUBLISHED']);

export const comments: LoadTable = {
  factory,
  count: ({ plan }) => plan.commentPost.length,
  write(writer, { plan, community, texts }, comment) {
    const key = plan.keys.comment;
    const created = plan.commentCreated.data[comment]!;
    const post = plan.commentPost.data[comment]!;
    const author = plan.commentAuthor.data[comment]!;
    const parent = plan.commentParent.data[comment]!;
    const depth = plan.commentDepth.data[comment]!;
    const accepted = plan.commentAccepted.data[comment]!;
    // One in fifteen was edited, within ten minutes.
    const edited = comment % 15 === 3 ? created + (1 + (comment % 9)) * MINUTE_MS : 0;
    writer.row(16);
    writer.uuid(community);
    writer.uuid7(created, key, comment);
    writer.uuid7(plan.postCreated[post]!, plan.keys.post, post);
    writer.uuid7(plan.joined[author]!, plan.keys.user, author);
    if (parent < 0) {
      writer.null();
      writer.null();
      writer.null();
    } else {
      writer.uuid7(plan.commentCreated.data[parent]!, key, parent);
      writer.bytea(16 * depth);
      path(writer, plan, parent);
      writer.time(plan.commentCreated.data[parent]!);
    }
    writer.int2(depth);
    writer.bytea(16 * (depth + 1));
    path(writer, plan, comment);
    const body = writer.begin();
    texts.commentBody(writer, comment);
    writer.end(body);
    writer.bytes(PUBLISHED!);
    writer.int4(plan.commentLikes.data[comment]!);
    if (accepted > 0) writer.time(accepted);
    else writer.null();
    if (edited > 0) writer.time(edited);
    else writer.null();
    writer.time(created);
    writer.time(Math.max(created, accepted, edited));
  },
};

/** The ids from the thread's first comment down to this one. */
function path(writer: BinaryWriter, plan: LoadCommunityPlan, comment: number): void {
  const parent = plan.commentParent.data[comment]!;
  if (parent >= 0) path(writer, plan, parent);
  writer.uuid7Part(plan.commentCreated.data[comment]!, plan.keys.comment, comment);
}
