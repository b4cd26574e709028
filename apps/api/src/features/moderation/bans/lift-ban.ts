import { lockActor, outranks } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { refusal } from '../../../domain/outcome.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly } from '../moderators.ts';
import { ban, banFields, banOf } from './ban.ts';
import { serverTime } from './server-time.ts';

const refusals = {
  ...moderatorsOnly,
  'resource.not_found': 'No such ban.',
  'ban.not_allowed': 'Only admins lift the ban of a moderator.',
} as const;

/** Without another in force the user is active again. One that is over stays as it is. */
export const liftBan = operation({
  id: 'liftBan',
  method: 'DELETE',
  path: '/bans/:ban',
  tag: 'moderation',
  summary: 'Lift a ban (moderators)',
  login: 'required',
  params: { ban: id },
  answers: { 200: ban },
  handle: ({ forum, viewer, params }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId } = viewer;
      const where = { communityId_id: { communityId, id: params.ban } };
      const target = await transaction.ban.findUnique({ where, select: { userId: true } });
      const others = target === null ? [] : [target.userId];
      const { actor, people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
      const banned = people.get(target?.userId ?? '');
      if (banned === undefined) throw refusal('resource.not_found', refusals);
      if (!outranks(actor, banned)) throw refusal('ban.not_allowed', refusals);
      const liftedAt = await serverTime(run);
      const inForce = { liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: liftedAt } }] };
      const { count } = await transaction.ban.updateMany({
        where: { communityId, id: params.ban, ...inForce },
        data: { liftedAt },
      });
      await transaction.user.updateMany({
        where: { communityId, id: banned.id, status: 'SUSPENDED', bans: { none: inForce } },
        data: { status: 'ACTIVE' },
      });
      if (count === 1) {
        const details = { ban: params.ban };
        await noteAct(transaction, viewer, { action: 'ban.lift', targetId: banned.id, details });
      }
      return banOf(await transaction.ban.findUniqueOrThrow({ where, select: banFields }));
    }),
});
