import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { accepted } from '../../../domain/outcome.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { claimSql } from './claim.sql.ts';

export const takeFromQueue = operation({
  id: 'takeFromQueue',
  method: 'PUT',
  path: '/moderation/queue/:target/claim',
  tag: 'moderation',
  summary: 'Take something that waits, so that no two look at it (moderators)',
  login: 'required',
  params: { target: id },
  answers: { 204: nothing },
  refusals: [409],
  async handle({ forum, viewer, params }) {
    await forum.prismaTransaction(async (_, run) => {
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      const [row] = await run(claimSql({ ...viewer, targetId: params.target }));
      accepted(row, { 'resource.not_found': 'It does not wait.' });
    });
  },
});
