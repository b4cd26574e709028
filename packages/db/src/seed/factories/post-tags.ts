import { mix32 } from '@agora/seeding/random';
import { ANNOUNCEMENTS, isQuestion } from '../simulation/channels.ts';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { type TagSlug, tags as texts } from '../text/reference.ts';

import { at, defineFactory } from './factory.ts';
import { inCommunity, postId } from './load-context.ts';
import { tagIdBySlug } from './tags.ts';

export const postTags = defineFactory('PostTag', {
  table: 'post_tags',
  columns: {
    communityId: 'uuid',
    postId: 'uuid',
    tagId: 'uuid',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'postId', 'tagId'],
  needs: ['posts', 'tags'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.postTags.length,
  row(ctx, index) {
    const { post, tag } = ctx.plan.postTags[index]!;
    return {
      communityId: ctx.spec.id,
      postId: ctx.plan.posts[post]!.id,
      tagId: tagIdBySlug(ctx, tag),
      createdAt: at(ctx.plan.posts[post]!.createdAt),
    };
  },
  generated: {
    perUser: 5,
    // Two for each post.
    count: ({ plan }) => plan.posts * 2,
    cells: {
      communityId: inCommunity,
      postId: (cell, ctx, index) => postId(cell, ctx, index >>> 1),
      tagId: (cell, { plan, tags }, index) => cell.uuid(tags[tagOf(plan, index, tags.length)]!),
      createdAt: (cell, { plan }, index) => cell.time(plan.postCreated[index >>> 1]!),
    },
  },
});

const positionOf = (slug: TagSlug): number => texts.findIndex((tag) => tag.slug === slug);
const QUESTION = positionOf('question');
const ANNOUNCEMENT = positionOf('announcement');
const DISCUSSION = positionOf('discussion');

/** A generated post's first tag tells what it is, its second is any other. */
function tagOf(plan: LoadCommunityPlan, index: number, tags: number): number {
  const post = index >>> 1;
  const channel = plan.postChannel[post]!;
  const kind = isQuestion(channel, post) ? QUESTION : channel === ANNOUNCEMENTS ? ANNOUNCEMENT : DISCUSSION;
  return index % 2 === 0 ? kind : (kind + 1 + (mix32(plan.keys.text ^ post) % (tags - 1))) % tags;
}
