import { tags as texts } from '../text/reference.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';

export const tags = defineFactory('Tag', {
  table: 'tags',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    slug: 'text',
    name: 'text',
    colour: 'text',
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
      id: tagId(ctx, index),
      slug: text.slug,
      name: text.name,
      colour: text.colour,
      createdAt: at(ctx.calendar.openedAt),
      updatedAt: at(ctx.calendar.openedAt),
    };
  },
});

export function tagId(ctx: ForumContext, index: number): string {
  return ctx.id('tags', index, ctx.calendar.openedAt);
}

export function tagIdBySlug(ctx: ForumContext, slug: string): string {
  return tagId(
    ctx,
    texts.findIndex((tag) => tag.slug === slug),
  );
}
