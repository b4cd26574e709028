import { posts as factory } from '../../factories/posts.ts';
import { labels, type LoadTable } from './load-table.ts';

const statuses = labels(['PUBLISHED', 'HIDDEN', 'ARCHIVED']);

export const posts: LoadTable = {
  factory,
  count: ({ plan }) => plan.posts,
  write(writer, { plan, community, channels, texts }, post) {
    const author = plan.postAuthor[post]!;
    const created = plan.postCreated[post]!;
    const active = plan.postActive[post]!;
    writer.row(15);
    writer.uuid(community);
    writer.uuid7(created, plan.keys.post, post);
    writer.uuid(channels[plan.postChannel[post]!]!);
    writer.uuid7(plan.joined[author]!, plan.keys.user, author);
    const title = writer.begin();
    texts.title(writer, post);
    writer.end(title);
    const body = writer.begin();
    texts.postBody(writer, post);
    writer.end(body);
    writer.bytes(statuses[plan.postStatus[post]!]!);
    writer.bool(post === 0);
    writer.int4(plan.postLikes[post]! * 11 + plan.postComments[post]! * 13 + (post % 97));
    writer.int4(plan.postLikes[post]!);
    writer.int4(plan.postComments[post]!);
    writer.time(active);
    // One in nine was edited, within the hour.
    if (post % 9 === 4) writer.time(created + 60_000 * (1 + (post % 59)));
    else writer.null();
    writer.time(created);
    writer.time(Math.max(active, post % 9 === 4 ? created + 3_600_000 : 0));
  },
};
