import { achievements as texts } from '../text/reference.ts';
import { at, defineFactory } from './factory.ts';

export const achievements = defineFactory('Achievement', {
  table: 'achievements',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    code: 'text',
    name: 'text',
    description: 'text',
    criteria: 'jsonb',
    points: 'int4',
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
    const opened = ctx.calendar.openedAt;
    return {
      communityId: ctx.spec.id,
      id: ctx.id('achievements', index, opened),
      code: text.code,
      name: text.name,
      description: text.description,
      criteria: { counter: text.counter, atLeast: text.atLeast },
      points: text.points,
      createdAt: at(opened),
      updatedAt: at(opened),
    };
  },
});
