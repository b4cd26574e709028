import { endSessions } from '../../../domain/sessions/end-sessions.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

export const logoutEverywhere = operation({
  id: 'logoutEverywhere',
  method: 'POST',
  path: '/auth/logout-everywhere',
  tag: 'accounts',
  summary: 'End all your sessions',
  description:
    'No token that was given out before is good for anything afterwards, the one of this request included.',
  login: 'required',
  answers: { 204: nothing },
  async handle({ forum, viewer: { communityId, userId } }) {
    await forum.prismaTransaction(async (transaction) => {
      await transaction.user.updateMany({
        where: { communityId, id: userId },
        data: { tokenVersion: { increment: 1 } },
      });
      await endSessions(transaction, { communityId, userId });
    });
  },
});
