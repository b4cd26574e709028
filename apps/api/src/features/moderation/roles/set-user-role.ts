import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { refusal } from '../../../domain/outcome.ts';
import { role, userKey } from '../../../domain/people.ts';
import { shownUser, userNamed } from '../../../domain/shown-users.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

const newRole = z.strictObject({ role }).meta({ id: 'NewRole' });
const roleChange = z.object({ id, username: z.string(), role }).meta({ id: 'RoleChange' });

const refusals = {
  'auth.forbidden': 'Only admins may do this, and not to themselves.',
  'resource.not_found': 'No such user.',
} as const;

export const setUserRole = operation({
  id: 'setUserRole',
  method: 'PUT',
  path: '/users/:user/role',
  tag: 'moderation',
  summary: 'Give a user another role (admins)',
  description:
    'In force with their next request. Nobody changes their own, so that there is always an admin.',
  login: 'required',
  params: { user: userKey },
  body: newRole,
  answers: { 200: roleChange },
  handle: ({ forum, viewer, params, body }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId, userId } = viewer;
      const target = await transaction.user.findFirst({
        where: { ...shownUser, ...userNamed(params.user), communityId },
        select: { id: true, username: true },
      });
      const others = target === null ? [] : [target.id];
      const { people } = await lockActor(run, viewer, { least: 'ADMIN', others, refusals });
      const before = people.get(target?.id ?? '');
      if (target === null || before === undefined || before.status === 'DEACTIVATED') {
        throw refusal('resource.not_found', refusals);
      }
      if (target.id === userId) throw refusal('auth.forbidden', refusals);
      if (before.role !== body.role) {
        await transaction.user.update({
          where: { communityId_id: { communityId, id: target.id } },
          data: { role: body.role },
          select: { id: true },
        });
        const details = { from: before.role, to: body.role };
        await noteAct(transaction, viewer, { action: 'role.change', targetId: target.id, details });
      }
      return { ...target, role: body.role };
    }),
});
