import { z } from 'zod';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { username } from '../../../domain/people.ts';
import { writtenText } from '../../../domain/text.ts';
import { time } from '../../../domain/values.ts';
import { idempotencyHeaders, onceWithPrisma } from '../../../http/idempotency/idempotency.ts';
import { operation } from '../../../http/operation.ts';
import { ban, banOf } from './ban.ts';
import { beginBan } from './begin-ban.ts';

const newBan = z
  .strictObject({
    user: username,
    reason: writtenText(1000),
    endsAt: time.optional().describe('For good without it'),
  })
  .meta({ id: 'NewBan' });

/**
 * In force from the moment the banned user is locked: what they write next is refused, and their sessions rest meanwhile.
 * Moderators ban members; admins ban everyone but admins.
 */
export const createBan = operation({
  id: 'createBan',
  method: 'POST',
  path: '/bans',
  tag: 'moderation',
  summary: 'Ban a user (moderators)',
  login: 'required',
  headers: idempotencyHeaders,
  body: newBan,
  answers: { 201: ban },
  handle: (asked) =>
    onceWithPrisma(asked, async (transaction, run) => {
      const { viewer, body } = asked;
      const { communityId } = viewer;
      const target = await transaction.user.findUnique({
        where: { communityId_username: { communityId, username: body.user } },
        select: { id: true },
      });
      const { reason } = body;
      const endsAt = body.endsAt === undefined ? null : new Date(body.endsAt);
      const made = await beginBan(transaction, run, viewer, { userId: target?.id, reason, endsAt });
      const details = { ban: made.id, reason, endsAt: endsAt?.toISOString() ?? null };
      await noteAct(transaction, viewer, { action: 'ban.create', targetId: target?.id ?? '', details });
      return banOf(made);
    }),
});
