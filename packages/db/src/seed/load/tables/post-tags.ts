import { postTags as factory } from '../../factories/post-tags.ts';
import { mix32 } from '@agora/seeding/random';
import { tags as tagTexts } from '../../text/reference.ts';
import type { LoadTable } from './load-table.ts';
import { ANNOUNCEMENTS, isQuestion } from '../../simulation/channels.ts';

const QUESTION = tagTexts.findIndex(({ slug }) => slug === 'question');
const ANNOUNCEMENT = tagTexts.findIndex(({ slug }) => slug === 'announcement');
const DISCUSSION = tagTexts.findIndex(({ slug }) => slug === 'discussion');

export const postTags: LoadTable = {
  factory,
  // Two for each post.
  count: ({ plan }) => plan.posts * 2,
  write(writer, { plan, community, tags }, index) {
    const post = index >>> 1;
    const channel = plan.postChannel[post]!;
    const first = isQuestion(channel, post)
      ? QUESTION
      : channel === ANNOUNCEMENTS
        ? ANNOUNCEMENT
        : DISCUSSION;
    const tag =
      index % 2 === 0
        ? first
        : (first + 1 + (mix32(plan.keys.text ^ post) % (tags.length - 1))) % tags.length;
    writer.row(4);
    writer.uuid(community);
    writer.uuid7(plan.postCreated[post]!, plan.keys.post, post);
    writer.uuid(tags[tag]!);
    writer.time(plan.postCreated[post]!);
  },
};
