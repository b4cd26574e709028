import type { PointReason, PointSource } from '@agora/db';
import { z } from 'zod';
import { page, pageFrom, pageQuery, readCursor } from '../../domain/page.ts';
import { id, time } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';

const ledgerEntry = z
  .object({
    id,
    sequence: z.int().describe('1 for the first entry, then without gaps'),
    amount: z.int().describe('Points gained or, negative, spent'),
    balanceAfter: z.int(),
    reason: z.enum([
      'WELCOME',
      'POST',
      'COMMENT',
      'LIKE_GIVEN',
      'LIKE_RECEIVED',
      'ANSWER_ACCEPTED',
      'ACHIEVEMENT',
      'TIP_SENT',
      'TIP_RECEIVED',
      'ADJUSTMENT',
    ] satisfies PointReason[]),
    sourceType: z
      .enum(['POST', 'COMMENT', 'POST_LIKE', 'COMMENT_LIKE', 'ACHIEVEMENT', 'USER'] satisfies PointSource[])
      .nullable(),
    sourceId: id.nullable(),
    createdAt: time,
  })
  .meta({ id: 'LedgerEntry' });

export const ledgerPage = page(ledgerEntry).meta({ id: 'LedgerPage' });

export const listMyPointHistory = operation({
  id: 'listMyPointHistory',
  method: 'GET',
  path: '/me/points/history',
  tag: 'points',
  summary: 'List your ledger, the latest entry first',
  login: 'required',
  query: pageQuery,
  answers: { 200: ledgerPage },
  async handle({ forum, viewer: { communityId, userId }, query: { limit, cursor } }) {
    const last = cursor === undefined ? undefined : readCursor('ledger', z.int(), cursor);
    const rows = await forum.prisma.pointTransaction.findMany({
      where: { communityId, userId, ...(last !== undefined && { sequence: { lt: last } }) },
      omit: { communityId: true, userId: true, idempotencyKey: true },
      orderBy: { sequence: 'desc' },
      take: limit + 1,
    });
    const { items, next } = pageFrom('ledger', rows, limit, ({ sequence }) => sequence);
    return { items: items.map((entry) => ({ ...entry, createdAt: entry.createdAt.toISOString() })), next };
  },
});
