import { exported, sendExport } from '../../../domain/export/exported.ts';
import { operation } from '../../../http/operation.ts';

export const exportMe = operation({
  id: 'exportMe',
  method: 'GET',
  path: '/me/export',
  tag: 'accounts',
  summary: 'Get all that the forum keeps of you',
  description: 'One JSON document, sent while it is read. Who is banned gets it at .../auth/farewell/export.',
  login: 'required',
  answers: { 200: exported },
  handle: async ({ forum, viewer, reply }) => sendExport(reply, forum, viewer),
});
