import { levels as texts } from '../text/reference.ts';
import { at, defineFactory } from './factory.ts';

export const levels = defineFactory('Level', {
  table: 'levels',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    rank: 'int2',
    name: 'text',
    minPoints: 'int4',
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
      id: ctx.id('levels', index, opened),
      rank: text.rank,
      name: text.name,
      minPoints: text.minPoints,
      createdAt: at(opened),
      updatedAt: at(opened),
    };
  },
});
