import { tags as texts } from '../text/reference.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';

export const tags = defineFactory({
  entity: 'tags',
  table: 'tags',
  columns: ['community_id', 'id', 'slug', 'name', 'colour', 'created_at', 'updated_at'],
  key: ['community_id', 'id'],
  needs: ['communities'],
  kind: 'reference',
  version: 1,
  count: () => texts.length,
  row(ctx, index) {
    const text = texts[index]!;
    return {
      community_id: ctx.spec.id,
      id: tagId(ctx, index),
      slug: text.slug,
      name: text.name,
      colour: text.colour,
      created_at: at(ctx.calendar.openedAt),
      updated_at: at(ctx.calendar.openedAt),
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
