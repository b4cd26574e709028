import { channels as texts, type ChannelSlug } from '../text/reference.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';

export const channels = defineFactory('Channel', {
  table: 'channels',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    slug: 'text',
    name: 'text',
    description: 'text',
    position: 'int2',
    postRole: 'label',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['communities'],
  kind: 'reference',
  version: 1,
  count: () => texts.length,
  row(ctx, index) {
    const text = texts[index]!;
    return {
      communityId: ctx.spec.id,
      id: ctx.id('channels', index, ctx.calendar.openedAt),
      slug: text.slug,
      name: text.name,
      description: text.description,
      position: index,
      postRole: text.postRole,
      createdAt: at(ctx.calendar.openedAt),
      updatedAt: at(ctx.calendar.openedAt),
    };
  },
});

export function channelId(ctx: ForumContext, slug: ChannelSlug): string {
  const index = texts.findIndex((channel) => channel.slug === slug);
  return ctx.id('channels', index, ctx.calendar.openedAt);
}
