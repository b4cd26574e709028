import { z } from 'zod';
import { found } from '../../api-error.ts';
import { operation } from '../../http/operation.ts';

export const balance = z
  .object({
    points: z.int(),
    level: z.int(),
    levelName: z.string().nullable(),
    nextLevel: z.object({ name: z.string(), missing: z.int().describe('Points to go') }).nullable(),
  })
  .meta({ id: 'Balance' });

export const getMyPoints = operation({
  id: 'getMyPoints',
  method: 'GET',
  path: '/me/points',
  tag: 'points',
  summary: 'Read your balance and level',
  login: 'required',
  answers: { 200: balance },
  async handle({ forum, viewer: { communityId, userId } }) {
    const [user, levels] = await Promise.all([
      forum.prisma.user.findUnique({
        where: { communityId_id: { communityId, id: userId } },
        select: { points: true, level: true },
      }),
      forum.prisma.level.findMany({ where: { communityId }, orderBy: { minPoints: 'asc' } }),
    ]);
    const { points, level } = found(user ?? undefined, 'account');
    const next = levels.find(({ minPoints }) => minPoints > points);
    return {
      points,
      level,
      levelName: levels.find(({ rank }) => rank === level)?.name ?? null,
      nextLevel: next === undefined ? null : { name: next.name, missing: next.minPoints - points },
    };
  },
});
