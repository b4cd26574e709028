import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { operation } from '../../../http/operation.ts';
import { linkedAccount, linkedAccountOf } from './linked-account.ts';

export const linkedAccounts = z
  .object({
    items: z.array(linkedAccount),
    hasPassword: z.boolean().describe('Without one, the last linked account cannot be unlinked'),
  })
  .meta({ id: 'LinkedAccounts' });

export const listMyOAuthAccounts = operation({
  id: 'listMyOAuthAccounts',
  method: 'GET',
  path: '/me/oauth',
  tag: 'accounts',
  summary: 'List the provider accounts you can log in with',
  login: 'required',
  answers: { 200: linkedAccounts },
  async handle({ forum, viewer: { communityId, userId } }, { providers }) {
    const user = await forum.prisma.user.findUnique({
      where: { communityId_id: { communityId, id: userId } },
      select: {
        passwordHash: true,
        oauthAccounts: {
          select: { id: true, provider: true, createdAt: true },
          orderBy: { id: 'asc' },
        },
      },
    });
    const { passwordHash, oauthAccounts } = found(user ?? undefined, 'account');
    return {
      items: oauthAccounts.map((account) => linkedAccountOf(providers, account)),
      hasPassword: passwordHash !== null,
    };
  },
});
