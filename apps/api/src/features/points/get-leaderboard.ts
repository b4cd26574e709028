import type { Prisma } from '@agora/db';
import { z } from 'zod';
import { authorFields } from '../../domain/authors.ts';
import { page, pageFrom, pageQuery, readCursor } from '../../domain/page.ts';
import { author } from '../../domain/people.ts';
import { shownUser } from '../../domain/shown-users.ts';
import { id } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';

const rank = author.extend({ place: z.int(), points: z.int(), level: z.int() }).meta({ id: 'Rank' });
export const leaderboard = page(rank).meta({ id: 'Leaderboard' });

const lastRank = z.tuple([z.int(), id, z.int()]);

/** Who has as many points as another is placed by id. */
export const getLeaderboard = operation({
  id: 'getLeaderboard',
  method: 'GET',
  path: '/leaderboard',
  tag: 'points',
  summary: 'List the users by points',
  query: pageQuery,
  answers: { 200: leaderboard },
  async handle({ forum, community, query: { limit, cursor } }) {
    const [points, lastId, lastPlace = 0] =
      cursor === undefined ? [] : readCursor('leaderboard', lastRank, cursor);
    const rows = await forum.prisma.user.findMany({
      where: {
        AND: [
          { communityId: community.id },
          shownUser,
          activeNow(community.id),
          points === undefined
            ? {}
            : { points: { lte: points }, OR: [{ points: { lt: points } }, { id: { gt: lastId } }] },
        ],
      },
      select: { ...authorFields, points: true, level: true },
      orderBy: [{ points: 'desc' }, { id: 'asc' }],
      take: limit + 1,
    });
    const ranks = rows.map((user, index) => ({ ...user, place: lastPlace + index + 1 }));
    return pageFrom('leaderboard', ranks, limit, (each) => [each.points, each.id, each.place]);
  },
});

/** Who is active, or is again: a suspension ends with its last ban. The bans name their community: it leads to one shard. */
const activeNow = (communityId: string): Prisma.UserWhereInput => ({
  OR: [
    { status: 'ACTIVE' },
    {
      status: 'SUSPENDED',
      bans: {
        some: { communityId },
        none: { communityId, liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: new Date() } }] },
      },
    },
  ],
});
