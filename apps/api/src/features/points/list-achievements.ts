import { z } from 'zod';
import { time } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';

export const achievementList = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        description: z.string(),
        points: z.int().describe('What earning it pays, once'),
        counter: z.string().describe('Which of the statistics of a profile is counted'),
        goal: z.int(),
        progress: z.int().describe('How far you are, at most the goal; 0 without a token'),
        earnedAt: time.nullable(),
      }),
    ),
  })
  .meta({ id: 'AchievementList' });

/** `achievements.criteria`, as a check of the table has it. */
const criteria = z.object({ counter: z.string(), atLeast: z.int() });

export const listAchievements = operation({
  id: 'listAchievements',
  method: 'GET',
  path: '/achievements',
  tag: 'points',
  summary: 'List the achievements there are, with your progress',
  answers: { 200: achievementList },
  async handle({ forum, community, viewer }) {
    const rows = await forum.prisma.achievement.findMany({
      where: { communityId: community.id },
      select: {
        code: true,
        name: true,
        description: true,
        points: true,
        criteria: true,
        users: {
          where: { userId: { in: viewer === undefined ? [] : [viewer.userId] } },
          select: { progress: true, earnedAt: true },
        },
      },
      orderBy: { code: 'asc' },
    });
    const items = rows.map(({ criteria: given, users: [mine], ...rest }) => {
      const { counter, atLeast: goal } = criteria.parse(given);
      const earnedAt = mine?.earnedAt?.toISOString() ?? null;
      return { ...rest, counter, goal, progress: mine?.progress ?? 0, earnedAt };
    });
    return { items: items.toSorted((a, b) => compare(a.counter, b.counter) || a.goal - b.goal) };
  },
});

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
