import { z } from 'zod';
import { operation } from '../../../http/operation.ts';
import { tagShown } from '../../../http/versions.ts';
import { preferences, readPreferences } from './preferences.ts';

export const getMyPreferences = operation({
  id: 'getMyPreferences',
  method: 'GET',
  path: '/me/preferences',
  tag: 'accounts',
  summary: 'Read your preferences',
  login: 'required',
  answers: { 200: preferences, 304: z.undefined().describe('You have them already') },
  async handle({ forum, viewer, request, reply }) {
    const { shown } = await readPreferences(forum.prisma, viewer);
    const tagged = { version: shown.version, content: JSON.stringify(shown), complete: true };
    return tagShown(request, reply, tagged) ? reply.code(304).send() : shown;
  },
});
