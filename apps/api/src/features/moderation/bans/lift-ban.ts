import { noteAct } from '../../../domain/acting/note-act.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { ban, banFields, banOf } from './ban.ts';
import { endBan } from './end-ban.ts';

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
      const { userId, ended } = await endBan(transaction, run, viewer, params.ban);
      if (ended) {
        const details = { ban: params.ban };
        await noteAct(transaction, viewer, { action: 'ban.lift', targetId: userId, details });
      }
      const where = { communityId_id: { communityId: viewer.communityId, id: params.ban } };
      return banOf(await transaction.ban.findUniqueOrThrow({ where, select: banFields }));
    }),
});
