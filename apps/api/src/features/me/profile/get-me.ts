import { z } from 'zod';
import { operation } from '../../../http/operation.ts';
import { tagShown } from '../../../http/versions.ts';
import { currentUser, readCurrentUser } from './current-user.ts';

export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/me',
  tag: 'accounts',
  summary: 'Read your own account',
  login: 'required',
  answers: { 200: currentUser, 304: z.undefined().describe('You have it already') },
  async handle({ forum, viewer, request, reply }) {
    const me = await readCurrentUser(forum.prisma, viewer);
    const shown = { version: me.version, content: JSON.stringify(me), complete: true };
    return tagShown(request, reply, shown) ? reply.code(304).send() : me;
  },
});
