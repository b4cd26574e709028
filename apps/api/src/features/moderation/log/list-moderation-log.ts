import { z } from 'zod';
import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { person, personFields } from '../person.ts';

const moderationEntry = z
  .object({
    id,
    moderator: person,
    action: z.string(),
    targetId: id,
    details: z.record(z.string(), z.unknown()),
    createdAt: time,
    undone: z.boolean(),
  })
  .meta({ id: 'ModerationEntry' });

export const moderationLog = page(moderationEntry).meta({ id: 'ModerationLog' });

export const listModerationLog = operation({
  id: 'listModerationLog',
  method: 'GET',
  path: '/moderation/log',
  tag: 'moderation',
  summary: 'List what moderators did, the latest first (moderators)',
  login: 'required',
  query: pageQuery,
  answers: { 200: moderationLog },
  async handle({ forum, viewer, query: { limit, cursor } }) {
    const before = cursor === undefined ? undefined : readCursor('moderation', id, cursor);
    await requireModerator(forum, viewer);
    const rows = await forum.prisma.moderationEntry.findMany({
      where: { communityId: viewer.communityId, ...(before !== undefined && { id: { lt: before } }) },
      select: {
        id: true,
        moderator: personFields,
        action: true,
        targetId: true,
        details: true,
        createdAt: true,
        undoneBy: { select: { undoId: true } },
      },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const entries = rows.map(({ details, createdAt, undoneBy, ...entry }) => ({
      ...entry,
      details: z.record(z.string(), z.unknown()).catch({}).parse(details),
      createdAt: createdAt.toISOString(),
      undone: undoneBy !== null,
    }));
    return pageFrom('moderation', entries, limit, (entry) => entry.id);
  },
});
