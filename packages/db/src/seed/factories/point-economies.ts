import { economy } from '../text/reference.ts';
import { at, defineFactory } from './factory.ts';

export const pointEconomies = defineFactory('PointEconomy', {
  table: 'point_economies',
  columns: {
    communityId: 'uuid',
    post: 'int4',
    comment: 'int4',
    likeGiven: 'int4',
    likeReceived: 'int4',
    answerAccepted: 'int4',
    welcomeBonus: 'int4',
    dailyPosts: 'int4',
    dailyComments: 'int4',
    dailyLikes: 'int4',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId'],
  needs: ['communities'],
  kind: 'reference',
  version: 1,
  count: () => 1,
  row: ({ spec, calendar }) => ({
    communityId: spec.id,
    post: economy.post,
    comment: economy.comment,
    likeGiven: economy.likeGiven,
    likeReceived: economy.likeReceived,
    answerAccepted: economy.answerAccepted,
    welcomeBonus: economy.welcomeBonus,
    dailyPosts: economy.dailyPosts,
    dailyComments: economy.dailyComments,
    dailyLikes: economy.dailyLikes,
    createdAt: at(calendar.openedAt),
    updatedAt: at(calendar.openedAt),
  }),
});
