import { z } from 'zod';
import { passkeyDomain } from '../../../auth/passkey.ts';
import { operation } from '../../../http/operation.ts';
import { passkey, passkeyFields, shownPasskey } from './passkey.ts';

export const passkeyList = z
  .object({
    offered: z.boolean().describe('Whether browsers make passkeys for this forum'),
    items: z.array(passkey),
  })
  .meta({ id: 'PasskeyList' });

export const listPasskeys = operation({
  id: 'listPasskeys',
  method: 'GET',
  path: '/me/passkeys',
  tag: 'accounts',
  summary: 'List your passkeys',
  login: 'required',
  answers: { 200: passkeyList },
  async handle({ forum, viewer: { communityId, userId } }, { config }) {
    const rows = await forum.prisma.passkey.findMany({
      where: { communityId, userId },
      select: passkeyFields,
      orderBy: { id: 'asc' },
    });
    return { offered: passkeyDomain(config) !== undefined, items: rows.map(shownPasskey) };
  },
});
