import { channels as texts, type ChannelSlug } from '../text/reference.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';

export const channels = defineFactory({
  entity: 'channels',
  table: 'channels',
  columns: [
    'community_id',
    'id',
    'slug',
    'name',
    'description',
    'position',
    'post_role',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['communities'],
  kind: 'reference',
  version: 1,
  count: () => texts.length,
  row(ctx, index) {
    const text = texts[index]!;
    return {
      community_id: ctx.spec.id,
      id: ctx.id('channels', index, ctx.calendar.openedAt),
      slug: text.slug,
      name: text.name,
      description: text.description,
      position: index,
      post_role: text.postRole,
      created_at: at(ctx.calendar.openedAt),
      updated_at: at(ctx.calendar.openedAt),
    };
  },
});

export function channelId(ctx: ForumContext, slug: ChannelSlug): string {
  const index = texts.findIndex((channel) => channel.slug === slug);
  return ctx.id('channels', index, ctx.calendar.openedAt);
}
