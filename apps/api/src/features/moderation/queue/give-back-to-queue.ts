import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { id, nothing } from '../../../domain/values.ts';
import { refusal } from '../../../domain/outcome.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly } from '../moderators.ts';

const refusals = { ...moderatorsOnly, 'resource.not_found': 'You have not taken this.' };

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
      const { count } = await transaction.queueClaim.deleteMany({
        where: { communityId, targetId: params.target, moderatorId },
      });
      if (count === 0) throw refusal('resource.not_found', refusals);
    });
  },
});
