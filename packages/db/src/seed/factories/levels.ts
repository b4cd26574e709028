import { levels as texts } from '../text/reference.ts';
import { at, defineFactory } from './factory.ts';

export const levels = defineFactory({
  entity: 'levels',
  table: 'levels',
  columns: ['community_id', 'id', 'rank', 'name', 'min_points', 'created_at', 'updated_at'],
  key: ['community_id', 'id'],
  needs: ['communities'],
  kind: 'reference',
  version: 1,
  count: () => texts.length,
  row(ctx, index) {
    const text = texts[index]!;
    const opened = ctx.calendar.openedAt;
    return {
      community_id: ctx.spec.id,
      id: ctx.id('levels', index, opened),
      rank: text.rank,
      name: text.name,
      min_points: text.minPoints,
      created_at: at(opened),
      updated_at: at(opened),
    };
  },
});
