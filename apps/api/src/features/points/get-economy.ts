import { z } from 'zod';
import { found } from '../../api-error.ts';
import { operation } from '../../http/operation.ts';

export const economy = z
  .object({
    post: z.int(),
    comment: z.int(),
    likeGiven: z.int(),
    likeReceived: z.int(),
    answerAccepted: z.int(),
    welcomeBonus: z.int(),
    daily: z
      .object({ posts: z.int(), comments: z.int(), likesGiven: z.int(), likesReceived: z.int() })
      .describe('How many of a kind earn points in a day (UTC); more are welcome, and earn none'),
  })
  .meta({ id: 'Economy', description: 'Points that an act earns' });

export const getEconomy = operation({
  id: 'getEconomy',
  method: 'GET',
  path: '/economy',
  tag: 'points',
  summary: 'Read what earns points, and how often in a day',
  answers: { 200: economy },
  async handle({ forum, community }) {
    const row = await forum.prisma.pointEconomy.findUnique({
      where: { communityId: community.id },
      omit: { communityId: true, createdAt: true, updatedAt: true },
    });
    const { dailyPosts, dailyComments, dailyLikes, ...paid } = found(row ?? undefined, 'economy');
    // The same cap binds likes given and likes received, each for itself.
    const likes = { likesGiven: dailyLikes, likesReceived: dailyLikes };
    return { ...paid, daily: { posts: dailyPosts, comments: dailyComments, ...likes } };
  },
});
