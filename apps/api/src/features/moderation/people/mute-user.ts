import { z } from 'zod';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { refusal } from '../../../domain/outcome.ts';
import { userKey } from '../../../domain/people.ts';
import { shownUser, userNamed } from '../../../domain/shown-users.ts';
import { text } from '../../../domain/text.ts';
import { nothing, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { lockMemberToMute } from './mute.ts';

const mute = z
  .strictObject({
    until: time.nullable().describe('null: they may write again'),
    reason: text(500).default(''),
  })
  .meta({ id: 'Mute' });

export const muteUser = operation({
  id: 'muteUser',
  method: 'PUT',
  path: '/users/:user/mute',
  tag: 'moderation',
  summary: 'Let a user read and not write for a while (moderators)',
  login: 'required',
  params: { user: userKey },
  body: mute,
  answers: { 204: nothing },
  refusals: [422],
  async handle({ forum, viewer, params, body: { until, reason } }) {
    const { communityId } = viewer;
    const wanted = until === null ? null : new Date(until);
    if (wanted !== null && wanted.getTime() <= Date.now()) {
      throw refusal('request.refused_value', { 'request.refused_value': 'A mute ends in the future.' });
    }
    await forum.prismaTransaction(async (transaction, run) => {
      const target = await transaction.user.findFirst({
        where: { ...shownUser, ...userNamed(params.user), communityId },
        select: { id: true },
      });
      const member = await lockMemberToMute(transaction, run, viewer, target?.id);
      const before = member.mutedUntil?.toISOString() ?? null;
      const after = wanted?.toISOString() ?? null;
      if (before === after) return;
      await member.mute(wanted);
      const details = { reason, before: { mutedUntil: before }, after: { mutedUntil: after } };
      await noteAct(transaction, viewer, { action: 'user.mute', targetId: target?.id ?? '', details });
    });
  },
});
