import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';

/** What one has not taken, one need not give back: it changes nothing then. */
export const giveBackToQueue = operation({
  id: 'giveBackToQueue',
  method: 'DELETE',
  path: '/moderation/queue/:target/claim',
  tag: 'moderation',
  summary: 'Give back what you have taken of the queue (moderators)',
  login: 'required',
  params: { target: id },
  answers: { 204: nothing },
  async handle({ forum, viewer, params }) {
    const { communityId, userId: moderatorId } = viewer;
    await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      await transaction.queueClaim.deleteMany({
        where: { communityId, targetId: params.target, moderatorId },
      });
    });
  },
});
