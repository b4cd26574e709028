import { achievements as texts } from '../text/reference.ts';
import { at, defineFactory } from './factory.ts';

export const achievements = defineFactory({
  entity: 'achievements',
  table: 'achievements',
  columns: [
    'community_id',
    'id',
    'code',
    'name',
    'description',
    'criteria',
    'points',
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
    const opened = ctx.calendar.openedAt;
    return {
      community_id: ctx.spec.id,
      id: ctx.id('achievements', index, opened),
      code: text.code,
      name: text.name,
      description: text.description,
      criteria: { json: { counter: text.counter, atLeast: text.atLeast } },
      points: text.points,
      created_at: at(opened),
      updated_at: at(opened),
    };
  },
});
