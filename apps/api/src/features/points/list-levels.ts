import { z } from 'zod';
import { operation } from '../../http/operation.ts';

export const levelList = z
  .object({
    items: z.array(
      z.object({ rank: z.int().describe('1 is the lowest'), name: z.string(), minPoints: z.int() }),
    ),
  })
  .meta({ id: 'LevelList' });

export const listLevels = operation({
  id: 'listLevels',
  method: 'GET',
  path: '/levels',
  tag: 'points',
  summary: 'List the levels, the lowest first',
  answers: { 200: levelList },
  async handle({ forum, community }) {
    const items = await forum.prisma.level.findMany({
      where: { communityId: community.id },
      select: { rank: true, name: true, minPoints: true },
      orderBy: { rank: 'asc' },
    });
    return { items };
  },
});
